using Lookout.Rtc.Congestion;

namespace Lookout.Rtc.Tests.Congestion;

/// <summary>From packets to the path's usage: groups and the line through their delays.</summary>
public sealed class TrendlineFilterTests
{
    private const long Ms = TimeSpan.TicksPerMillisecond;

    private readonly ArrivalGroups _groups = new();
    private readonly TrendlineFilter _trend = new();
    private readonly Random _random = new(9);
    private long _sent;
    private long _queue;

    [Fact]
    public void Packets_of_a_burst_are_one_group_and_the_next_burst_begins_another()
    {
        Assert.False(_groups.TryAdd(0, 100 * Ms, out _));
        Assert.False(_groups.TryAdd(2 * Ms, 103 * Ms, out _));
        Assert.False(_groups.TryAdd(5 * Ms, 107 * Ms, out _));
        // Two groups are there, and the second has only begun.
        Assert.False(_groups.TryAdd(30 * Ms, 140 * Ms, out _));
        Assert.True(_groups.TryAdd(60 * Ms, 170 * Ms, out GroupDelta delta));
        Assert.Equal(new GroupDelta(25 * Ms, 33 * Ms, 140 * Ms), delta);
    }

    [Fact]
    public void Packets_that_a_hop_held_back_are_one_group()
    {
        _groups.TryAdd(0, 100 * Ms, out _);
        _groups.TryAdd(30 * Ms, 160 * Ms, out _);
        // Sent far apart, but released together.
        Assert.True(_groups.TryAdd(60 * Ms, 165 * Ms + 1, out _));
        Assert.False(_groups.TryAdd(90 * Ms, 166 * Ms, out _));
        Assert.True(_groups.TryAdd(120 * Ms, 220 * Ms, out GroupDelta delta));
        Assert.Equal(60 * Ms, delta.Sent);
        Assert.Equal(6 * Ms, delta.Arrived);
    }

    [Fact]
    public void Older_packets_are_passed_over_and_a_set_clock_begins_anew()
    {
        _groups.TryAdd(50 * Ms, 100 * Ms, out _);
        Assert.False(_groups.TryAdd(10 * Ms, 101 * Ms, out _));
        _groups.TryAdd(80 * Ms, 130 * Ms, out _);
        Assert.True(_groups.TryAdd(110 * Ms, 5000 * Ms, out _));
        Assert.False(_groups.TryAdd(140 * Ms, 5030 * Ms, out _));
        Assert.False(_groups.TryAdd(170 * Ms, 5060 * Ms, out _));
        Assert.True(_groups.TryAdd(200 * Ms, 5090 * Ms, out GroupDelta delta));
        Assert.Equal(30 * Ms, delta.Arrived);
    }

    [Fact]
    public void Growing_queue_is_over_use_within_half_a_second_and_a_draining_one_under_use()
    {
        Pass(groups: 100, growth: 0);
        Assert.Equal(PathUsage.Normal, _trend.Usage);

        int until = 0;
        for (; until < 100 && _trend.Usage != PathUsage.Over; until++) Pass(1, growth: 2 * Ms);
        Assert.InRange(until, 2, 25);

        for (until = 0; until < 100 && _trend.Usage != PathUsage.Under; until++) Pass(1, growth: -2 * Ms);
        Assert.InRange(until, 2, 60);
    }

    [Fact]
    public void Jitter_alone_is_no_over_use()
    {
        int over = 0;
        for (int i = 0; i < 3000; i++)
        {
            Pass(1, growth: 0, jitter: 6 * Ms);
            if (_trend.Usage == PathUsage.Over) over++;
        }

        // The adaptive threshold rises above it.
        Assert.InRange(over, 0, 60);
    }

    private void Pass(int groups, long growth, long jitter = 0)
    {
        for (int i = 0; i < groups; i++)
        {
            _sent += 20 * Ms;
            _queue = Math.Max(0, _queue + growth);
            long arrival = _sent + 50 * Ms + _queue + (long)(jitter * _random.NextDouble());
            if (_groups.TryAdd(_sent, arrival, out GroupDelta delta)) _trend.Add(delta);
        }
    }
}
