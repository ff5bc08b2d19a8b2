using Lookout.Rtc.Congestion;

namespace Lookout.Rtc.Tests.Congestion;

public sealed class LossRunTests
{
    [Theory]
    [InlineData(5, 50, true)]
    [InlineData(5, 49, false)]
    [InlineData(4, 100, false)]
    [InlineData(300, 1, true)]
    public void Outage_is_five_packets_over_a_fifth_of_a_second(int packets, int millisecondsApart, bool isOutage)
    {
        var run = default(LossRun);
        Assert.False(run.IsOutage);
        TimeSpan sent = TimeSpan.FromSeconds(100);
        for (int i = 0; i < packets; i++, sent += TimeSpan.FromMilliseconds(millisecondsApart)) run.Add(sent.Ticks, 1000);

        Assert.Equal(isOutage, run.IsOutage);
        Assert.Equal((packets, 1000 * packets), (run.Packets, run.Bytes));
        Assert.Equal(sent - TimeSpan.FromMilliseconds(millisecondsApart), run.LastSent);
    }
}
