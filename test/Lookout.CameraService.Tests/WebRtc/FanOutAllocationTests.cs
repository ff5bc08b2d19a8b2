namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>The whole way from the hand-over to the kernel, for several viewers, as the loop's own thread counts it.</summary>
public sealed class FanOutAllocationTests
{
    private const int Viewers = 6;
    private const int MaxBeats = 64;

    // Once a second the loop counts everything up anew, which allocates always the same; what the runtime puts there now
    // and then is not ours.
    private const int MaxSeries = 6;

    private readonly long[] _allocated = new long[MaxBeats];
    private int _beats;

    [Fact]
    public void Fan_out_allocates_nothing_a_packet()
    {
        using var fixture = new ServerFixture();
        LoopbackViewer[] viewers = [.. Enumerable.Range(0, Viewers).Select(_ => fixture.Watch(ServerFixture.Encoded))];
        fixture.Publish(fixture.Front, key: true, 40_000);
        fixture.Server.Beat = _ =>
        {
            int beat = Volatile.Read(ref _beats);
            if (beat == MaxBeats) return;
            _allocated[beat] = GC.GetAllocatedBytesForCurrentThread();
            Volatile.Write(ref _beats, beat + 1);
        };

        long idle = Math.Min(Second(fixture, viewers, play: false), Second(fixture, viewers, play: false));
        long busy = long.MaxValue;
        long packets = fixture.Server.Counters.PacketsSent;
        for (int i = 0; i < MaxSeries && busy > idle; i++) busy = Math.Min(busy, Second(fixture, viewers, play: true));

        Assert.True(fixture.Server.Counters.PacketsSent - packets > 1000, "nothing was sent");
        Assert.True(busy <= idle, $"{busy - idle} bytes more in a busy second than in an idle one");
        foreach (LoopbackViewer viewer in viewers) viewer.Dispose();
    }

    // Bytes the loop allocates from one beat to the next.
    private long Second(ServerFixture fixture, LoopbackViewer[] viewers, bool play)
    {
        int first = Volatile.Read(ref _beats) + 1;
        for (int frame = 0; Volatile.Read(ref _beats) <= first; frame++)
        {
            if (play) fixture.Publish(fixture.Front, key: frame % 10 == 0, 9000);
            viewers[0].ReceiveFor(TimeSpan.FromMilliseconds(10));
            foreach (LoopbackViewer viewer in viewers) viewer.ReceiveAvailable();
        }

        return _allocated[first] - _allocated[first - 1];
    }
}
