namespace Lookout.Rtc.Congestion;

/// <summary>
/// Packets that are missing in a row. A path that is too narrow still lets its rate through, so a stretch of which nothing came was
/// an outage (a handover, a cable, interference) and tells nothing of how much the path carries.
/// </summary>
internal struct LossRun
{
    private const int LeastPackets = 5;
    private static readonly long OutageLength = TimeSpan.FromMilliseconds(200).Ticks;

    private long _firstSent;
    private long _lastSent;

    public int Packets { get; private set; }

    public int Bytes { get; private set; }

    /// <summary>When the last of them was sent.</summary>
    public readonly TimeSpan LastSent => TimeSpan.FromTicks(_lastSent);

    public readonly bool IsOutage => Packets >= LeastPackets && _lastSent - _firstSent >= OutageLength;

    public void Add(long sent, int bytes)
    {
        if (Packets++ == 0) _firstSent = sent;
        _lastSent = sent;
        Bytes += bytes;
    }
}
