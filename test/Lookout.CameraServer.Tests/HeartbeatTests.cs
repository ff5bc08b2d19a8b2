using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests;

public sealed class HeartbeatTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void One_stuck_thread_stops_it_and_turning_again_brings_it_back()
    {
        long first = 0;
        long second = 0;
        var heartbeat = new Heartbeat([("a", () => first), ("b", () => second)], NullLogger.Instance);
        long now = Second;
        for (int i = 0; i < 20; i++, now += Second, first++, second++) Assert.True(heartbeat.IsAlive(now));
        for (int i = 0; i < 5; i++, now += Second, first++) Assert.True(heartbeat.IsAlive(now));
        Assert.False(heartbeat.IsAlive(now));
        second++;
        Assert.True(heartbeat.IsAlive(now));
    }
}
