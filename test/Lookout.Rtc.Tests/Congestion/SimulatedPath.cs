using Lookout.Rtc.Congestion;

namespace Lookout.Rtc.Tests.Congestion;

/// <summary>Flows over one link, stepped through virtual time; everything random comes from the seed.</summary>
internal sealed class SimulatedPath(int seed)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(0.5);

    private readonly List<SimulatedFlow> _flows = [];

    public static BandwidthLimits Limits { get; } = new(StartBps: 300_000, MinBps: 50_000, MaxBps: 20_000_000);

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1000);

    public BottleneckLink Link { get; } = new(seed);

    public SimulatedFlow Add(BandwidthLimits? limits = null)
    {
        var flow = new SimulatedFlow(Link, Now, limits ?? Limits, seed * 31 + _flows.Count);
        _flows.Add(flow);
        return flow;
    }

    /// <summary>Lets time pass and gives the estimates of the first flow, one every 50 ms.</summary>
    public List<long> Run(double seconds)
    {
        var estimates = new List<long>();
        TimeSpan end = Now + TimeSpan.FromSeconds(seconds);
        for (int i = 0; Now < end; i++)
        {
            Now += Step;
            Link.Advance(Now);
            foreach (SimulatedFlow flow in _flows) flow.Advance(Now);
            if (i % 100 == 99) estimates.Add(_flows[0].Estimator.TargetBps);
        }

        return estimates;
    }

    /// <summary>Lets time pass until it is so; how long that took, or null when it was not within the limit.</summary>
    public double? Until(double limitSeconds, Func<bool> reached)
    {
        TimeSpan start = Now;
        TimeSpan end = Now + TimeSpan.FromSeconds(limitSeconds);
        while (Now < end)
        {
            if (reached()) return (Now - start).TotalSeconds;
            Run(Step.TotalSeconds);
        }

        return null;
    }
}
