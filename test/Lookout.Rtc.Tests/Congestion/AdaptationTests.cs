using Lookout.Rtc.Congestion;
using Lookout.Rtc.Rtcp;

namespace Lookout.Rtc.Tests.Congestion;

/// <summary>The estimator on a path in virtual time, with a source that sends what the estimate allows.</summary>
public sealed class AdaptationTests
{
    private const long Endless = 20_000_000;

    [Theory]
    [InlineData(1_000_000, 25)]
    [InlineData(2_500_000, 5)]
    [InlineData(2_500_000, 100)]
    [InlineData(4_000_000, 25)]
    [InlineData(10_000_000, 50)]
    public void Estimate_reaches_the_capacity_within_five_seconds_and_stays_there(long capacity, int delayMs)
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            var path = new SimulatedPath(seed);
            path.Link.Bps = capacity;
            path.Link.Delay = TimeSpan.FromMilliseconds(delayMs);
            path.Link.QueueBytes = (int)(capacity / 8);
            SimulatedFlow flow = path.Add();
            flow.Estimator.Demand(Endless);

            Assert.NotNull(path.Until(5, () => flow.Estimator.TargetBps >= 0.85 * capacity));
            path.Run(5);
            flow.Forget();
            List<long> estimates = path.Run(30);

            Assert.InRange(Quantile(estimates, 0.5), 0.85 * capacity, 1.02 * capacity);
            Assert.InRange(Quantile(estimates, 0.05), 0.75 * capacity, capacity);
            Assert.InRange(estimates.Max(), 0.85 * capacity, 1.25 * capacity);
            Assert.InRange(Quantile(flow.Waits, 0.95).TotalMilliseconds, 0, 200);
            Assert.InRange(flow.DeliveredBytes * 8 / 30.0, 0.82 * capacity, capacity);
            Assert.Equal(0, flow.Estimator.Counters.PacketsUnknown);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Squeezed_path_is_fitted_within_a_second_and_a_half_and_regained_within_ten(int seed)
    {
        var path = new SimulatedPath(seed);
        SimulatedFlow flow = path.Add();
        flow.Estimator.Demand(Endless);
        path.Run(10 + seed);

        path.Link.Bps = 1_000_000;
        Assert.NotNull(path.Until(1.5, () => flow.Estimator.TargetBps <= 1_000_000));
        path.Run(5);
        flow.Forget();
        List<long> squeezed = path.Run(15);
        Assert.InRange(Quantile(squeezed, 0.05), 600_000, 1_000_000);
        Assert.InRange(Quantile(flow.Waits, 0.95).TotalMilliseconds, 0, 200);

        path.Link.Bps = 4_000_000;
        Assert.NotNull(path.Until(10, () => flow.Estimator.TargetBps >= 3_400_000));
    }

    [Theory]
    [InlineData(0.02, 0.8)]
    [InlineData(0.05, 0.6)]
    [InlineData(0.10, 0.6)]
    [InlineData(0.20, 0.5)]
    public void Random_loss_does_not_take_the_rate_away_where_there_is_room(double loss, double least)
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            var path = new SimulatedPath(seed);
            SimulatedFlow flow = path.Add();
            flow.Estimator.Demand(Endless);
            // Of so lossy a path's first probes too many do not come whole.
            if (loss <= 0.1) path.Link.Loss = loss;
            Assert.NotNull(path.Until(5, () => flow.Estimator.TargetBps >= 3_400_000));
            path.Link.Loss = loss;

            List<long> estimates = path.Run(40);

            Assert.InRange(estimates.Min(), least * 4_000_000, Endless);
            Assert.InRange(Quantile(estimates, 0.5), 0.8 * 4_000_000, 1.05 * 4_000_000);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Hop_without_a_queue_is_noticed_by_its_loss(int seed)
    {
        var path = new SimulatedPath(seed);
        path.Link.Bps = 1_000_000;
        path.Link.QueueBytes = 3000;
        SimulatedFlow flow = path.Add();
        flow.Estimator.Demand(Endless);
        path.Run(5);
        long lost = flow.Estimator.Counters.PacketsLost;
        long sent = flow.Estimator.Counters.PacketsSent;

        List<long> estimates = path.Run(30);

        Assert.InRange(Quantile(estimates, 0.5), 500_000, 1_050_000);
        lost = flow.Estimator.Counters.PacketsLost - lost;
        sent = flow.Estimator.Counters.PacketsSent - sent;
        Assert.InRange((double)lost / sent, 0, 0.15);
    }

    [Fact]
    public void Lost_feedback_costs_little()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            var path = new SimulatedPath(seed);
            SimulatedFlow flow = path.Add();
            flow.FeedbackLoss = 0.3;
            flow.Estimator.Demand(Endless);
            Assert.NotNull(path.Until(5, () => flow.Estimator.TargetBps >= 3_400_000));

            List<long> estimates = path.Run(30);

            Assert.InRange(Quantile(estimates, 0.5), 0.8 * 4_000_000, 1.05 * 4_000_000);
            Assert.InRange(estimates.Min(), 0.5 * 4_000_000, Endless);
            Assert.Equal(0, flow.Estimator.Counters.Silences);
        }
    }

    [Fact]
    public void Two_flows_share_a_path()
    {
        for (int seed = 1; seed <= 4; seed++)
        {
            var path = new SimulatedPath(seed);
            SimulatedFlow first = path.Add();
            first.Estimator.Demand(Endless);
            path.Run(5);
            SimulatedFlow second = path.Add();
            second.Estimator.Demand(Endless);
            path.Run(10);
            first.Forget();
            second.Forget();
            path.Run(60);

            double firstBps = first.DeliveredBytes * 8 / 60.0;
            double secondBps = second.DeliveredBytes * 8 / 60.0;
            Assert.InRange(firstBps + secondBps, 0.8 * 4_000_000, 4_000_000);
            Assert.InRange(firstBps / (firstBps + secondBps), 0.2, 0.8);
            Assert.InRange(Quantile(first.Waits, 0.95).TotalMilliseconds, 0, 250);
        }
    }

    [Fact]
    public void Blackout_of_a_second_leaves_most_of_the_rate_and_a_long_one_only_the_least()
    {
        var path = new SimulatedPath(1);
        SimulatedFlow flow = path.Add();
        flow.Estimator.Demand(Endless);
        path.Run(8);

        path.Link.Down = true;
        path.Run(1);
        path.Link.Down = false;
        path.Run(1);
        Assert.Equal(0, flow.Estimator.Counters.Silences);
        Assert.NotNull(path.Until(6, () => flow.Estimator.TargetBps >= 3_400_000));

        path.Link.Down = true;
        path.Run(15);
        Assert.InRange(flow.Estimator.Counters.Silences, 10, 40);
        Assert.Equal(SimulatedPath.Limits.MinBps, flow.Estimator.TargetBps);
        path.Link.Down = false;
        Assert.NotNull(path.Until(10, () => flow.Estimator.TargetBps >= 3_400_000));
    }

    [Fact]
    public void Receivers_clock_that_starts_over_changes_nothing()
    {
        List<long> plain = WithClock(TimeSpan.Zero, out _);
        List<long> wrapped = WithClock(TransportFeedback.ClockPeriod, out BandwidthEstimator estimator);

        Assert.Equal(plain, wrapped);
        Assert.InRange(estimator.TargetBps, 3_400_000, Endless);

        // What is above zero on both clocks is the same part of every window that the estimator keeps.
        static List<long> WithClock(TimeSpan end, out BandwidthEstimator estimator)
        {
            var path = new SimulatedPath(1);
            SimulatedFlow flow = path.Add();
            TimeSpan alignment = TimeSpan.FromMilliseconds(320);
            TimeSpan offset = end - path.Now - TimeSpan.FromSeconds(4);
            if (end == TimeSpan.Zero) offset = TimeSpan.FromTicks((TransportFeedback.ClockPeriod - path.Now - TimeSpan.FromSeconds(4)).Ticks % alignment.Ticks);
            flow.ClockOffset = offset;
            flow.Estimator.Demand(Endless);
            estimator = flow.Estimator;
            return path.Run(10);
        }
    }

    [Fact]
    public void Receivers_clock_that_is_set_is_got_over()
    {
        foreach (double hours in new[] { -4.5, -0.01, 0.01, 30 })
        {
            var path = new SimulatedPath(3);
            SimulatedFlow flow = path.Add();
            flow.Estimator.Demand(Endless);
            path.Run(6);
            flow.ClockOffset += TimeSpan.FromHours(hours);

            Assert.NotNull(path.Until(10, () => flow.Estimator.TargetBps >= 3_400_000));
            Assert.InRange(Quantile(path.Run(20), 0.5), 0.8 * 4_000_000, 1.05 * 4_000_000);
        }
    }

    [Fact]
    public void Sequence_numbers_wrap_unnoticed()
    {
        var path = new SimulatedPath(5);
        path.Link.Bps = 15_000_000;
        path.Link.QueueBytes = 500_000;
        SimulatedFlow flow = path.Add();
        flow.Estimator.Demand(Endless);

        path.Run(60);

        Assert.InRange(flow.Estimator.Counters.PacketsSent, 70_000, 1_000_000);
        Assert.Equal(0, flow.Estimator.Counters.PacketsUnknown);
        Assert.InRange(flow.Estimator.TargetBps, 0.75 * 15_000_000, 1.1 * 15_000_000);
    }

    private static T Quantile<T>(List<T> values, double share) => values.Order().ElementAt((int)(values.Count * share));
}
