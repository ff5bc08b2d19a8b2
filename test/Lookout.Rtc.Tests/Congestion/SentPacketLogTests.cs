using Lookout.Rtc.Congestion;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Tests.Congestion;

public sealed class SentPacketLogTests
{
    // Numbers wrap on the way.
    private const ushort First = 65_000;

    [Theory]
    [InlineData(10)]
    [InlineData(210)]
    [InlineData(500)]
    [InlineData(1800)]
    public void Packets_of_some_seconds_are_known_as_far_as_the_ring_goes(int perSecond)
    {
        var log = new SentPacketLog();
        int sent = 10 * perSecond;
        for (int i = 0; i < sent; i++) log.Add(At(i, perSecond), Number(i), bytes: i % 1200, probe: 0);

        int known = (int)Math.Min(SentPacketLog.Kept.TotalSeconds * perSecond, SentPacketLog.Capacity);
        for (int i = sent - known; i < sent; i++)
        {
            ref SentPacket packet = ref log.Find(Number(i), out bool found);
            Assert.True(found);
            Assert.Equal((At(i, perSecond).Ticks, i % 1200), (packet.SentTicks, packet.Bytes));
        }
    }

    [Fact]
    public void Packets_never_sent_and_those_the_ring_has_left_behind_are_not_known()
    {
        var log = new SentPacketLog();
        for (int i = 0; i < 3 * SentPacketLog.Capacity; i++) log.Add(At(i, 1000), Number(i), 1200, 0);

        log.Find(Number(2 * SentPacketLog.Capacity - 1), out bool old);
        log.Find(Number(3 * SentPacketLog.Capacity), out bool next);

        Assert.False(old || next);
    }

    [Fact]
    public void What_became_of_a_packet_is_kept_when_the_ring_grows()
    {
        var log = new SentPacketLog();
        log.Add(TimeSpan.Zero, Number(0), 1200, 7);
        log.Find(Number(0), out _).Fate = PacketFate.Missing;
        for (int i = 1; i < 1500; i++) log.Add(At(i, 1000), Number(i), 1200, 0);

        SentPacket first = log.Find(Number(0), out bool found);

        Assert.True(found);
        Assert.Equal((PacketFate.Missing, (ushort)7), (first.Fate, first.Probe));
    }

    private static TimeSpan At(int packet, int perSecond) => TimeSpan.FromSeconds((double)packet / perSecond);

    private static SequenceNumber Number(int packet) => new(unchecked((ushort)(First + packet)));
}
