using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Rtcp;

public sealed class ReceiverEstimatedBitrateTests
{
    private readonly byte[] _buffer = new byte[64];

    [Fact]
    public void A_message_of_a_browser_is_read()
    {
        // Mantissa 0x21DE7, exponent 6, one stream.
        Assert.True(TryParse("8fce00050000000100000000" + "52454d42" + "011a1de7" + "484e56e2", out ReceiverEstimatedBitrate estimate));

        Assert.Equal(new ReceiverEstimatedBitrate(new Ssrc(1), 0x21DE7L << 6), estimate);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0x3FFFF)]
    [InlineData(0x40000)]
    [InlineData(2_000_000)]
    [InlineData(8_927_168)]
    [InlineData(long.MaxValue)]
    public void What_was_written_is_read_to_eighteen_bits(long bps)
    {
        int length = new ReceiverEstimatedBitrate(new Ssrc(7), bps).Write(_buffer, new Ssrc(9));

        Assert.Equal(ReceiverEstimatedBitrate.Length, length);
        Assert.True(TryParse(_buffer.AsSpan(0, length), out ReceiverEstimatedBitrate estimate));
        Assert.Equal(new Ssrc(7), estimate.Sender);
        Assert.InRange(estimate.Bps, bps - (bps >> 17), bps);
    }

    [Theory]
    [InlineData("8fce00050000000100000000" + "52454d43" + "011a1de7" + "484e56e2")]
    [InlineData("8fce00050000000100000000" + "52454d42" + "021a1de7" + "484e56e2")]
    [InlineData("8fce00050000000100000000" + "52454d42" + "01ffffff" + "484e56e2")]
    [InlineData("8fcd00050000000100000000" + "52454d42" + "011a1de7" + "484e56e2")]
    [InlineData("81ce00050000000100000000" + "52454d42" + "011a1de7" + "484e56e2")]
    [InlineData("8fce00030000000100000000" + "52454d42")]
    public void Other_messages_missing_streams_and_endless_rates_are_refused(string hex) => Assert.False(TryParse(hex, out _));

    [Fact]
    public void A_rate_of_nothing_is_read_whatever_its_exponent()
    {
        Assert.True(TryParse("8fce00050000000100000000" + "52454d42" + "01fc0000" + "484e56e2", out ReceiverEstimatedBitrate estimate));
        Assert.Equal(0, estimate.Bps);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        int length = new ReceiverEstimatedBitrate(new Ssrc(7), 1_000_000).Write(_buffer, new Ssrc(9));
        for (int i = 0; i < length; i++)
        {
            Assert.False(TryParse(_buffer.AsSpan(0, i), out _));
            byte[] shorter = _buffer[..(i / 4 * 4)];
            if (shorter.Length < 4) continue;
            shorter[3] = (byte)(shorter.Length / 4 - 1);
            Assert.False(TryParse(shorter, out _));
        }
    }

    [Fact]
    public void Mutated_messages_give_no_exception_and_no_negative_rate()
    {
        var mutator = new Mutator(seed: 56);
        int length = new ReceiverEstimatedBitrate(new Ssrc(7), 1_000_000).Write(_buffer, new Ssrc(9));
        byte[] seed = _buffer[..length];
        int parsed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (!TryParse(mutator.Mutate(seed), out ReceiverEstimatedBitrate estimate)) continue;
            parsed++;
            Assert.True(estimate.Bps >= 0);
        }

        Assert.InRange(parsed, 500, 19_999);
    }

    private static bool TryParse(string hex, out ReceiverEstimatedBitrate estimate) => TryParse(Convert.FromHexString(hex), out estimate);

    private static bool TryParse(ReadOnlySpan<byte> packet, out ReceiverEstimatedBitrate estimate)
    {
        estimate = default;
        return RtcpPacket.TryParse(packet, out RtcpPacket parsed, out _) && ReceiverEstimatedBitrate.TryParse(parsed, out estimate);
    }
}
