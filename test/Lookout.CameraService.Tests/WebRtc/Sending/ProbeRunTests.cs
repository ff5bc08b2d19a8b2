using Lookout.CameraService.WebRtc.Sending;
using Lookout.Rtc.Congestion;

namespace Lookout.CameraService.Tests.WebRtc.Sending;

public sealed class ProbeRunTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(6_000, 5, 5)]
    [InlineData(6_000, 12, 12)]
    [InlineData(60_000, 5, 50)]
    public void Probe_leaves_at_its_rate_until_bytes_and_packets_are_enough(int bytes, int packets, int expected)
    {
        var probe = new ProbeRun();
        Assert.False(probe.IsRunning);
        probe.Begin(Start, new ProbeCluster(7, 4_800_000, bytes, packets));
        Assert.Equal(7, probe.Cluster);

        int sent = 0;
        TimeSpan last = Start;
        while (probe.IsRunning)
        {
            last = probe.NextAt;
            probe.Sent(1200);
            sent++;
        }

        Assert.Equal(expected, sent);
        Assert.Equal(TimeSpan.FromMilliseconds(2 * (expected - 1)), last - Start);
        Assert.Equal(TimeSpan.MaxValue, probe.NextAt);
    }
}
