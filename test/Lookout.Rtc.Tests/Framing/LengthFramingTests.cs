using Lookout.Rtc.Framing;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Framing;

public sealed class LengthFramingTests
{
    private const int Max = 1500;
    private static readonly LengthFraming Framing = new(Max);

    [Fact]
    public void Frame_is_length_and_datagram()
    {
        Assert.Equal(FrameCut.Complete, Framing.Cut([0, 3, 7, 8, 9, 0, 1], out Range datagram, out int consumed));
        Assert.Equal((2..5, 5), (datagram, consumed));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        for (int length = 0; length <= Max; length++)
        {
            byte[] bytes = new byte[Framing.HeaderLength + length];
            Framing.WriteHeader(bytes, length);

            Assert.Equal(FrameCut.Complete, Framing.Cut(bytes, out Range datagram, out int consumed));
            Assert.Equal((2..bytes.Length, bytes.Length), (datagram, consumed));
        }
    }

    [Fact]
    public void Frame_cut_at_any_length_is_waited_for()
    {
        byte[] frame = [1, 44, .. new byte[300]];
        for (int length = 0; length < frame.Length; length++)
        {
            Assert.Equal(FrameCut.Incomplete, Framing.Cut(frame.AsSpan(0, length), out _, out int consumed));
            Assert.Equal(0, consumed);
        }
    }

    [Fact]
    public void Empty_frame_is_a_frame()
    {
        Assert.Equal(FrameCut.Complete, Framing.Cut([0, 0, 0, 1], out Range datagram, out int consumed));
        Assert.Equal((2..2, 2), (datagram, consumed));
    }

    [Fact]
    public void Frame_longer_than_any_of_ours_is_refused_by_its_length_already()
    {
        Assert.Equal(FrameCut.Broken, Framing.Cut([0x05, 0xDD], out _, out _));
        Assert.Equal(FrameCut.Incomplete, Framing.Cut([0x05, 0xDC], out _, out _));
        Assert.Equal(FrameCut.Broken, Framing.Cut([0xFF, 0xFF, 1], out _, out _));
    }

    [Fact]
    public void Broken_streams_never_lead_outside_what_is_buffered()
    {
        var mutator = new Mutator(4571);
        byte[] stream = [0, 5, 1, 2, 3, 4, 5, 0, 0, 0, 200, .. new byte[200], 0, 1, 9];
        for (int i = 0; i < 20_000; i++)
        {
            ReadOnlySpan<byte> rest = mutator.Mutate(stream);
            while (Framing.Cut(rest, out Range datagram, out int consumed) == FrameCut.Complete)
            {
                Assert.InRange(rest[datagram].Length, 0, Max);
                Assert.InRange(consumed, 2, rest.Length);
                rest = rest[consumed..];
            }
        }
    }
}
