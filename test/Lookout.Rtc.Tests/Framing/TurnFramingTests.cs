using Lookout.Rtc.Framing;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Framing;

public sealed class TurnFramingTests
{
    private static readonly TurnFraming Framing = new(1600);

    [Fact]
    public void Stun_message_is_cut_by_its_own_length()
    {
        byte[] stream = [.. Rfc5769.Request, .. Rfc5769.IPv4Response];

        Assert.Equal(FrameCut.Complete, Framing.Cut(stream, out Range datagram, out int consumed));
        Assert.Equal(Rfc5769.Request, stream[datagram]);
        Assert.Equal(FrameCut.Complete, Framing.Cut(stream.AsSpan(consumed), out datagram, out consumed));
        Assert.Equal(Rfc5769.IPv4Response.Length, consumed);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 8)]
    [InlineData(4, 8)]
    [InlineData(5, 12)]
    public void Channel_data_is_padded_to_four_bytes(int payload, int frame)
    {
        byte[] stream = [0x40, 0x01, 0, (byte)payload, .. new byte[40]];

        Assert.Equal(FrameCut.Complete, Framing.Cut(stream, out Range datagram, out int consumed));
        Assert.Equal((..(4 + payload), frame), (datagram, consumed));
    }

    [Fact]
    public void Frames_cut_at_any_length_are_waited_for()
    {
        foreach (byte[] frame in new byte[][] { Rfc5769.Request, [0x40, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0] })
        {
            for (int length = 0; length < frame.Length; length++)
                Assert.Equal(FrameCut.Incomplete, Framing.Cut(frame.AsSpan(0, length), out _, out _));
        }
    }

    [Fact]
    public void What_is_neither_stun_nor_channel_data_breaks_the_stream()
    {
        Assert.Equal(FrameCut.Broken, Framing.Cut([0x80], out _, out _));
        Assert.Equal(FrameCut.Broken, Framing.Cut([0xC0, 0, 0, 0], out _, out _));
        // A STUN length that is no multiple of four, and lengths that nobody sends.
        Assert.Equal(FrameCut.Broken, Framing.Cut([0, 1, 0, 3], out _, out _));
        Assert.Equal(FrameCut.Broken, Framing.Cut([0, 1, 0x10, 0], out _, out _));
        Assert.Equal(FrameCut.Broken, Framing.Cut([0x40, 1, 0xFF, 0xFF], out _, out _));
    }

    [Fact]
    public void Broken_streams_never_lead_outside_what_is_buffered()
    {
        var mutator = new Mutator(8656);
        byte[] stream = [.. Rfc5769.Request, 0x40, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0, .. Rfc5769.IPv4Response];
        for (int i = 0; i < 20_000; i++)
        {
            ReadOnlySpan<byte> rest = mutator.Mutate(stream);
            while (Framing.Cut(rest, out Range datagram, out int consumed) == FrameCut.Complete)
            {
                Assert.InRange(rest[datagram].Length, 4, 1600);
                Assert.InRange(consumed, 4, rest.Length);
                rest = rest[consumed..];
            }
        }
    }
}
