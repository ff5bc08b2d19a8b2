namespace Lookout.Rtc.Session;

/// <summary>
/// What each session does now and then, at no particular time, all do at the same moments: one wake of the loop in place of
/// one for each.
/// </summary>
public static class SharedMoments
{
    /// <summary>The first moment after <paramref name="now"/> that is a multiple of <paramref name="interval"/>.</summary>
    public static TimeSpan After(TimeSpan now, TimeSpan interval) => new((now.Ticks / interval.Ticks + 1) * interval.Ticks);
}
