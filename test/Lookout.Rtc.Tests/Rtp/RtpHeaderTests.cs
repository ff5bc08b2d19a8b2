using Lookout.Rtc.Rtp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Rtp;

public sealed class RtpHeaderTests
{
    private static readonly byte[] Full = Convert.FromHexString(
        "b2e0fffe" + "01020304" + "cafebabe" + // padding, extension, two CSRCs, marker, type 96
        "00000001" + "00000002" +
        "bede0001" + "32001234" +
        "aabbccdd" + "00000004");

    [Fact]
    public void All_parts_of_a_packet_are_found()
    {
        Assert.True(RtpHeader.TryParse(Full, out RtpHeader header));

        Assert.True(header.Marker);
        Assert.Equal(96, header.PayloadType);
        Assert.Equal(new SequenceNumber(0xFFFE), header.SequenceNumber);
        Assert.Equal(0x01020304u, header.Timestamp);
        Assert.Equal(new Ssrc(0xCAFEBABE), header.Ssrc);
        Assert.Equal(2, header.CsrcCount);
        Assert.Equal(HeaderExtensions.OneByteProfile, header.ExtensionProfile);
        Assert.Equal((24, 4), (header.ExtensionOffset, header.ExtensionLength));
        Assert.Equal((28, 4, 4), (header.PayloadOffset, header.PayloadLength, header.PaddingLength));
    }

    [Fact]
    public void Written_header_parses_to_itself()
    {
        var header = new RtpHeader
        {
            Marker = true,
            PayloadType = 102,
            SequenceNumber = new(65535),
            Timestamp = 0xFFFFFFFF,
            Ssrc = new(0x80000001),
        };
        var packet = new byte[RtpHeader.FixedLength + 3];

        Assert.Equal(RtpHeader.FixedLength, header.Write(packet));

        Assert.True(RtpHeader.TryParse(packet, out RtpHeader parsed));
        Assert.True(parsed.Marker);
        Assert.Equal(header.PayloadType, parsed.PayloadType);
        Assert.Equal(header.SequenceNumber, parsed.SequenceNumber);
        Assert.Equal(header.Timestamp, parsed.Timestamp);
        Assert.Equal(header.Ssrc, parsed.Ssrc);
        Assert.Equal((12, 3), (parsed.PayloadOffset, parsed.PayloadLength));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(16)]
    public void Extension_elements_are_padded_to_a_word(int dataLength)
    {
        var elements = new byte[1 + dataLength];
        HeaderExtensions.Write(elements, 7, Enumerable.Repeat((byte)0xEE, dataLength).ToArray());
        var packet = Enumerable.Repeat((byte)0xFF, 64).ToArray();

        int length = new RtpHeader { PayloadType = 96 }.Write(packet, elements);

        Assert.Equal(0, length % 4);
        Assert.True(RtpHeader.TryParse(packet, out RtpHeader parsed));
        Assert.Equal(length, parsed.PayloadOffset);
        Assert.Equal(0xFF, packet[length]);
        ReadOnlySpan<byte> extension = packet.AsSpan(parsed.ExtensionOffset, parsed.ExtensionLength);
        Assert.Equal(elements, extension[..elements.Length].ToArray());
        Assert.True(extension[elements.Length..].IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void Padding_of_zero_is_refused() => AssertRefused(p => p[^1] = 0);

    [Fact]
    public void Padding_longer_than_the_payload_is_refused() => AssertRefused(p => p[^1] = 9);

    [Fact]
    public void Padding_may_take_the_whole_payload()
    {
        byte[] packet = [.. Full];
        packet[^1] = 8;

        Assert.True(RtpHeader.TryParse(packet, out RtpHeader header));
        Assert.Equal((0, 8), (header.PayloadLength, header.PaddingLength));
    }

    [Fact]
    public void Padding_without_payload_is_refused() =>
        Assert.False(RtpHeader.TryParse(Full.AsSpan(0, 28), out _));

    [Fact]
    public void Extension_past_the_end_is_refused() => AssertRefused(p => p[23] = 4);

    [Fact]
    public void Contributing_sources_past_the_end_are_refused() => AssertRefused(p => p[0] |= 0x0F);

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x40)]
    [InlineData(0xC0)]
    public void Other_versions_are_refused(byte version) =>
        AssertRefused(p => p[0] = (byte)(p[0] & 0x3F | version));

    [Fact]
    public void Header_cut_short_anywhere_is_refused()
    {
        for (int length = 0; length < 28; length++)
            Assert.False(RtpHeader.TryParse(Full.AsSpan(0, length), out _));
    }

    [Fact]
    public void Mutated_packets_never_point_past_their_end()
    {
        var mutator = new Mutator(seed: 11);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] packet = mutator.Mutate(Full);
            if (!RtpHeader.TryParse(packet, out RtpHeader header)) continue;
            accepted++;
            Assert.Equal(packet.Length, header.PayloadOffset + header.PayloadLength + header.PaddingLength);
            Assert.InRange(header.ExtensionOffset + header.ExtensionLength, RtpHeader.FixedLength, header.PayloadOffset);
            Assert.InRange(header.PayloadLength, 0, packet.Length);
        }

        Assert.InRange(accepted, 100, 19_900);
    }

    private static void AssertRefused(Action<byte[]> damage)
    {
        byte[] packet = [.. Full];
        Assert.True(RtpHeader.TryParse(packet, out _));
        damage(packet);
        Assert.False(RtpHeader.TryParse(packet, out _));
    }
}
