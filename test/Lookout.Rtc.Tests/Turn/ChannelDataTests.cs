using Lookout.Rtc.Tests.Stun;
using Lookout.Rtc.Turn;

namespace Lookout.Rtc.Tests.Turn;

public sealed class ChannelDataTests
{
    [Fact]
    public void What_is_written_is_read_padded_or_not()
    {
        var random = new Random(7);
        for (int length = 0; length < 300; length++)
        {
            var payload = new byte[length];
            random.NextBytes(payload);
            var buffer = new byte[400];
            foreach (bool padded in new[] { false, true })
            {
                int written = ChannelData.Write(buffer, 0x4ABC, payload, padded);

                Assert.Equal(padded ? (length + 7) / 4 * 4 : length + 4, written);
                Assert.True(ChannelData.TryParse(buffer.AsSpan(0, written), out ushort number, out Range data));
                Assert.Equal(0x4ABC, number);
                Assert.Equal(payload, buffer[data]);
            }
        }
    }

    [Fact]
    public void Message_cut_at_any_length_is_refused()
    {
        byte[] message = [0x40, 0, 0, 5, 1, 2, 3, 4, 5];
        for (int length = 0; length < message.Length; length++) Assert.False(ChannelData.TryParse(message.AsSpan(0, length), out _, out _));
    }

    [Theory]
    [InlineData(0x3F, 0xFF)]
    [InlineData(0x50, 0x00)]
    [InlineData(0x7F, 0xFF)]
    public void Numbers_that_cannot_be_bound_are_refused(byte high, byte low) => Assert.False(ChannelData.TryParse([high, low, 0, 0], out _, out _));

    [Fact]
    public void Broken_messages_never_lead_outside_the_datagram()
    {
        var mutator = new Mutator(12);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = mutator.Mutate([0x40, 1, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8]);
            if (ChannelData.TryParse(bytes, out _, out Range data)) Assert.InRange(bytes[data].Length, 0, bytes.Length - 4);
        }
    }
}
