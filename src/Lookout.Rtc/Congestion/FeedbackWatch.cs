namespace Lookout.Rtc.Congestion;

/// <summary>Notices that packets leave and nothing comes back.</summary>
internal sealed class FeedbackWatch
{
    private const int RoundTrips = 2;
    private const double Factor = 0.7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenCuts = TimeSpan.FromMilliseconds(500);

    /// <summary>When the rate is to be cut; <see cref="TimeSpan.MaxValue"/> while nothing is waited for.</summary>
    public TimeSpan NextAt { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The rate after a cut.</summary>
    public static long Cut(long bps) => (long)(Factor * bps);

    public void Sent(TimeSpan now, TimeSpan roundTrip)
    {
        if (NextAt == TimeSpan.MaxValue) NextAt = now + Patience + RoundTrips * roundTrip;
    }

    /// <summary>Feedback or a report has come.</summary>
    public void Heard() => NextAt = TimeSpan.MaxValue;

    public bool TryCut(TimeSpan now)
    {
        if (now < NextAt) return false;
        NextAt = now + BetweenCuts;
        return true;
    }
}
