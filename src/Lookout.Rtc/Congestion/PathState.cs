namespace Lookout.Rtc.Congestion;

/// <summary>What is known of the path besides its usage.</summary>
/// <param name="AckedBps">How fast packets arrive, smoothed; 0 when not known yet.</param>
/// <param name="RecentBps">The same of the last 200 ms, as it was.</param>
/// <param name="RoundTrip">To the viewer and back.</param>
/// <param name="Queue">How long packets wait on the way.</param>
/// <param name="Limited">Whether the source sends less than it could.</param>
/// <param name="OwnLoss">The fraction that the path loses whatever is sent.</param>
internal readonly record struct PathState(long AckedBps, long RecentBps, TimeSpan RoundTrip, TimeSpan Queue, bool Limited, double OwnLoss)
{
    private static readonly TimeSpan BusyQueue = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The best lower bound of what can be sent while the path is full, with what it loses by itself. When packets wait long, it has been full for that long and
    /// what came lately is the answer; before, that holds some of the time when less was sent.
    /// </summary>
    public long CarriedBps => (long)((Queue > BusyQueue ? RecentBps : Math.Max(AckedBps, RecentBps)) / (1 - OwnLoss));
}
