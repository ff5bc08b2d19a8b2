using Lookout.Rtc.Congestion;

namespace Lookout.Rtc.Tests.Congestion;

/// <summary>A camera sends what its rendition has, not what the path carries.</summary>
public sealed class ApplicationLimitedTests
{
    private static readonly long[] Renditions = [2_000_000, 600_000, 200_000];

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void Small_stream_neither_pushes_the_estimate_up_nor_holds_it_down(int jitterMs)
    {
        var path = new SimulatedPath(1);
        path.Link.Jitter = TimeSpan.FromMilliseconds(jitterMs);
        SimulatedFlow flow = path.Add();
        flow.Source = _ => 200_000;
        flow.Estimator.Demand(200_000);

        List<long> small = path.Run(60);

        // Half as much again as arrives is the most that is taken for granted.
        Assert.InRange(small.Min(), 200_000, 400_000);
        Assert.InRange(small.Max(), 300_000, 400_000);

        // More is wanted: the room was there all the time and is found by probes.
        flow.Estimator.Demand(2_000_000);
        Assert.NotNull(path.Until(7, () => flow.Estimator.TargetBps >= 2_500_000));

        // It is still there when nobody wants it, and nothing is sent to prove it.
        path.Run(2);
        long found = flow.Estimator.TargetBps;
        flow.Estimator.Demand(200_000);
        List<long> idle = path.Run(60);
        Assert.True(flow.Estimator.ApplicationLimited);
        Assert.InRange(idle.Min(), 0.8 * found, found);
        Assert.Equal(found, idle.Max());
    }

    [Fact]
    public void Nothing_is_probed_for_once_the_estimate_is_enough()
    {
        var path = new SimulatedPath(2);
        SimulatedFlow flow = path.Add();
        flow.Source = _ => 600_000;
        flow.Estimator.Demand(1_000_000);
        path.Run(10);
        long probes = flow.Estimator.Counters.ProbesStarted;

        path.Run(60);

        Assert.Equal(probes, flow.Estimator.Counters.ProbesStarted);
        Assert.InRange(flow.Estimator.TargetBps, 1_250_000, 2_500_000);
    }

    [Fact]
    public void Without_probes_a_small_stream_shows_no_more_than_it_sends()
    {
        var path = new SimulatedPath(3);
        SimulatedFlow flow = path.Add();
        flow.Probes = false;
        flow.Source = _ => 500_000;
        flow.Estimator.Demand(2_000_000);

        List<long> estimates = path.Run(60);

        Assert.InRange(estimates.Max(), 300_000, 500_000 / 0.65 * 1.1);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0.02)]
    [InlineData(4, 0.02)]
    public void Camera_steps_down_in_a_squeeze_and_up_after_it_once_each(int seed, double loss)
    {
        var path = new SimulatedPath(seed);
        path.Link.Loss = loss;
        var limits = new BandwidthLimits(StartBps: 1_000_000, MinBps: 50_000, MaxBps: 5_000_000);
        SimulatedFlow flow = path.Add(limits);
        var chooser = new RenditionChooser(path.Now);
        int rendition = 0;
        int switches = 0;
        flow.KeyFrameEvery = 60;
        flow.Source = _ => Renditions[rendition];

        Watch(10, 0);
        Assert.Equal(0, rendition);
        switches = 0;

        path.Link.Bps = 1_000_000;
        Assert.InRange(Watch(1.5, 1), 0, 1.5);
        flow.Forget();
        Watch(20, 0);
        Assert.Equal(1, rendition);

        path.Link.Bps = 4_000_000;
        double up = 0;
        for (; up < 10 && rendition != 0; up += 0.25) Watch(0.25, 1);
        Assert.Equal(0, rendition);
        Watch(20, 0);
        Assert.Equal(0, rendition);
        Assert.Equal(2, switches);

        // Watches for so long, or, asked for a switch, until there was one; says how long.
        double Watch(double seconds, int stopAfter)
        {
            int at = switches;
            double passed = 0;
            while (passed < seconds && (stopAfter == 0 || switches - at < stopAfter))
            {
                flow.Estimator.Demand(Renditions[Math.Max(0, rendition - 1)]);
                path.Run(0.25);
                passed += 0.25;
                int chosen = chooser.Choose(path.Now, flow.Estimator.TargetBps, Renditions, rendition);
                if (chosen != rendition) switches++;
                rendition = chosen;
            }

            Assert.True(stopAfter == 0 || switches - at == stopAfter || seconds < 1);
            return passed;
        }
    }

    [Theory]
    [InlineData(500_000, 2)]
    [InlineData(1_000_000, 1)]
    [InlineData(1_500_000, 1)]
    [InlineData(3_000_000, 0)]
    [InlineData(6_000_000, 0)]
    public void Camera_settles_on_the_rendition_that_fits(long capacity, int expected)
    {
        foreach (double loss in new[] { 0, 0.05 })
        {
            foreach (int framesPerSecond in new[] { 15, 30 })
            {
                var path = new SimulatedPath(7);
                path.Link.Bps = capacity;
                path.Link.Loss = loss;

                (double[] shown, int switches) = Show(path, framesPerSecond, seconds: 120);

                Assert.InRange(shown[expected], 0.9, 1);
                Assert.InRange(switches, 0, 4);
            }
        }
    }

    [Theory]
    [InlineData(1_000_000, 16_000)]
    [InlineData(1_500_000, 64_000)]
    [InlineData(800_000, 64_000)]
    public void Token_bucket_that_lets_probes_through_makes_no_flicker(long capacity, int burstBytes)
    {
        var path = new SimulatedPath(7);
        path.Link.Bps = capacity;
        path.Link.BurstBytes = burstBytes;

        (double[] shown, int switches) = Show(path, 30, seconds: 240);

        Assert.InRange(switches, 2, 20);
        Assert.InRange(shown[0], 0, 0.08);
    }

    // After ten seconds to settle: the part of the time that each rendition was shown.
    private static (double[] Shown, int Switches) Show(SimulatedPath path, int framesPerSecond, int seconds)
    {
        SimulatedFlow flow = path.Add(new BandwidthLimits(StartBps: 1_000_000, MinBps: 50_000, MaxBps: 5_000_000));
        var chooser = new RenditionChooser(path.Now);
        int rendition = 1;
        int switches = 0;
        var shown = new double[Renditions.Length];
        flow.FramesPerSecond = framesPerSecond;
        flow.KeyFrameEvery = 2 * framesPerSecond;
        flow.Source = _ => Renditions[rendition];
        for (int i = -40; i < 4 * seconds; i++)
        {
            flow.Estimator.Demand(Renditions[Math.Max(0, rendition - 1)]);
            path.Run(0.25);
            int chosen = chooser.Choose(path.Now, flow.Estimator.TargetBps, Renditions, rendition);
            if (i >= 0 && chosen != rendition) switches++;
            rendition = chosen;
            if (i >= 0) shown[rendition] += 0.25 / seconds;
        }

        return (shown, switches);
    }
}
