namespace Lookout.Rtc.Congestion;

/// <summary>
/// Turns the path's usage into a rate (draft-ietf-rmcat-gcc-02 §5.5): up by 8 % a second, near what the path carried last
/// by about a packet a round trip or 2 % a second, down to 85 % of what arrives when a queue grows.
/// </summary>
internal sealed class RateControl
{
    private const double Beta = 0.85;
    private const double BetaWhenQueued = 0.7;
    private const double GrowthPerSecond = 1.08;
    private const double MostOverAcked = 1.5;
    private const long MarginBps = 10_000;
    private const long LeastStepBps = 1_000;
    private const double LeastGrowthPerSecond = 0.02;
    private const int PacketBits = 1200 * 8;

    private static readonly TimeSpan ResponseTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortestBetweenCuts = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestBetweenCuts = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan JitterQueue = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongQueue = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private readonly BandwidthLimits _limits;
    private readonly LinkCapacity _capacity = new();
    private State _state = State.Increase;
    private TimeSpan _changedAt;

    public RateControl(TimeSpan now, BandwidthLimits limits)
    {
        _limits = limits;
        _changedAt = now;
        Bps = limits.Clamp(limits.StartBps);
    }

    private enum State
    {
        Increase,
        Hold,
    }

    public long Bps { get; private set; }

    /// <summary>When the rate was cut last.</summary>
    public TimeSpan? CutAt { get; private set; }

    /// <summary>Takes one feedback's verdict.</summary>
    public void Update(TimeSpan now, PathUsage usage, in PathState path)
    {
        switch (usage)
        {
            case PathUsage.Over:
                Decrease(now, path);
                _state = State.Hold;
                _changedAt = now;
                break;
            case PathUsage.Under:
                // A queue drains: what it holds back is not the path's rate.
                _state = State.Hold;
                _changedAt = now;
                break;
            case PathUsage.Normal when _state == State.Hold:
                _state = State.Increase;
                _changedAt = now;
                break;
            case PathUsage.Normal:
                Increase(now, path);
                _changedAt = now;
                break;
        }
    }

    /// <summary>Something showed that the path carries this much; true when that is more than was thought.</summary>
    public bool TryRaise(TimeSpan now, long bps)
    {
        bps = _limits.Clamp(bps);
        if (bps <= Bps) return false;
        if (bps > _capacity.Upper) _capacity.Forget();
        Bps = bps;
        _changedAt = now;
        return true;
    }

    /// <summary>Sets the rate from elsewhere: a receiver's estimate, a report, silence.</summary>
    public void Set(TimeSpan now, long bps)
    {
        bps = _limits.Clamp(bps);
        if (bps < Bps) CutAt = now;
        Bps = bps;
        _changedAt = now;
        _capacity.Forget();
    }

    private void Increase(TimeSpan now, in PathState path)
    {
        // What is not sent proves nothing: then only a probe raises the rate.
        if (path.AckedBps == 0 || path.Limited) return;
        if (path.AckedBps > _capacity.Upper) _capacity.Forget();
        double limit = MostOverAcked * path.AckedBps + MarginBps;
        if (Bps >= limit) return;
        double seconds = Math.Min((now - _changedAt).TotalSeconds, LongestStep.TotalSeconds);
        double step = _capacity.Known
            ? seconds * Math.Max(LeastGrowthPerSecond * Bps, PacketBits / (path.RoundTrip + ResponseTime).TotalSeconds)
            : Math.Max(LeastStepBps, Bps * (Math.Pow(GrowthPerSecond, seconds) - 1));
        Bps = _limits.Clamp((long)Math.Min(Bps + step, limit));
    }

    private void Decrease(TimeSpan now, in PathState path)
    {
        TimeSpan pause = path.RoundTrip < ShortestBetweenCuts ? ShortestBetweenCuts
            : path.RoundTrip > LongestBetweenCuts ? LongestBetweenCuts : path.RoundTrip;
        long carried = path.CarriedBps;
        if (now < CutAt + pause && carried > Bps / 2) return;
        // Little is sent and little waits: that is jitter, and what arrives is what the application gave.
        if (path.Limited && path.Queue < JitterQueue) return;

        // Before anything was measured all that is known is that it is too much.
        long acked = carried > 0 ? carried : Bps / 2;
        double beta = path.Queue > LongQueue ? BetaWhenQueued : Beta;
        double bps = beta * acked;
        if (bps > Bps && _capacity.Known) bps = beta * _capacity.Bps;
        if (acked < _capacity.Lower) _capacity.Forget();
        _capacity.Add(acked);
        CutAt = now;
        if (bps < Bps) Bps = _limits.Clamp((long)bps);
    }
}
