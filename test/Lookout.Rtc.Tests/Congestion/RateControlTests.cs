using Lookout.Rtc.Congestion;

namespace Lookout.Rtc.Tests.Congestion;

public sealed class RateControlTests
{
    private static readonly PathState Path = new(
        AckedBps: 1_000_000, RecentBps: 1_000_000, RoundTrip: TimeSpan.FromMilliseconds(100), Queue: TimeSpan.FromMilliseconds(10), Limited: false, OwnLoss: 0);

    private readonly RateControl _rate = new(At(0), new BandwidthLimits(StartBps: 2_000_000, MinBps: 50_000, MaxBps: 9_000_000));

    [Fact]
    public void Over_use_cuts_to_85_per_cent_of_what_arrives_and_again_only_after_a_round_trip()
    {
        _rate.Update(At(0), PathUsage.Over, Path with { AckedBps = 2_000_000 });
        Assert.Equal(1_700_000, _rate.Bps);
        _rate.Update(At(50), PathUsage.Over, Path);
        Assert.Equal(1_700_000, _rate.Bps);
        _rate.Update(At(100), PathUsage.Over, Path);
        Assert.Equal(850_000, _rate.Bps);
    }

    [Fact]
    public void Long_queue_is_cut_deeper_by_what_came_last()
    {
        _rate.Update(At(0), PathUsage.Over, Path with { AckedBps = 3_000_000, Queue = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(700_000, _rate.Bps);
    }

    [Fact]
    public void Jitter_of_a_small_stream_is_no_reason_to_cut_but_a_queue_is()
    {
        PathState small = Path with { AckedBps = 300_000, RecentBps = 300_000, Limited = true };
        _rate.Update(At(0), PathUsage.Over, small);
        Assert.Equal(2_000_000, _rate.Bps);
        _rate.Update(At(100), PathUsage.Over, small with { Queue = TimeSpan.FromMilliseconds(40) });
        Assert.Equal(255_000, _rate.Bps);
    }

    [Fact]
    public void Loss_of_the_path_itself_is_not_taken_off_twice()
    {
        _rate.Update(At(0), PathUsage.Over, Path with { AckedBps = 900_000, RecentBps = 900_000, OwnLoss = 0.1 });
        Assert.Equal(850_000, _rate.Bps);
    }

    [Fact]
    public void Growth_is_eight_per_cent_a_second_to_half_as_much_again_as_arrives()
    {
        PathState path = Path with { AckedBps = 1_900_000 };
        for (int i = 1; i <= 10; i++) _rate.Update(At(100 * i), PathUsage.Normal, path);
        Assert.InRange(_rate.Bps, 2_159_000, 2_161_000);
        for (int i = 1; i <= 200; i++) _rate.Update(At(1000 + 100 * i), PathUsage.Normal, path);
        Assert.Equal(2_860_000, _rate.Bps);

        _rate.Update(At(30_000), PathUsage.Normal, path with { AckedBps = 5_000_000, Limited = true });
        Assert.Equal(2_860_000, _rate.Bps);
    }

    [Fact]
    public void Near_what_the_path_carried_growth_is_a_packet_a_round_trip()
    {
        _rate.Update(At(0), PathUsage.Over, Path);
        _rate.Update(At(100), PathUsage.Normal, Path);
        for (int i = 2; i <= 11; i++) _rate.Update(At(100 * i), PathUsage.Normal, Path);

        // A second of 1200 bytes each 200 ms.
        Assert.InRange(_rate.Bps, 850_000 + 47_000, 850_000 + 49_000);
    }

    [Fact]
    public void Draining_queue_holds_and_a_probe_only_raises()
    {
        _rate.Update(At(1000), PathUsage.Under, Path with { AckedBps = 3_000_000 });
        Assert.Equal(2_000_000, _rate.Bps);
        Assert.False(_rate.TryRaise(At(1000), 1_500_000));
        Assert.True(_rate.TryRaise(At(1000), 4_000_000));
        Assert.True(_rate.TryRaise(At(1000), 40_000_000));
        Assert.Equal(9_000_000, _rate.Bps);
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromSeconds(100) + TimeSpan.FromMilliseconds(milliseconds);
}
