namespace Lookout.Rtc.Congestion;

/// <summary>
/// Whether the source sends so much less than the estimate that nothing is learnt of the path: a budget that fills at 65 %
/// of the estimate and that packets empty. Nearly full: limited by the application.
/// </summary>
internal sealed class ApplicationLimit
{
    private const double Usage = 0.65;
    private const double EnterLevel = 0.80;
    private const double LeaveLevel = 0.50;
    private const double WindowSeconds = 0.5;

    private double _bytes;
    private long _sent;
    private TimeSpan _filledAt;

    public ApplicationLimit(TimeSpan now) => _filledAt = now;

    public bool Limited { get; private set; }

    /// <summary>A packet has left that belongs to no probe: those are not the application's.</summary>
    public void Sent(int bytes) => _sent += bytes;

    /// <summary>Settles what was sent since the last call. Some hundred milliseconds between two are no matter.</summary>
    /// <param name="now">The time.</param>
    /// <param name="targetBps">The estimate.</param>
    public void Advance(TimeSpan now, long targetBps)
    {
        double perSecond = Usage * targetBps / 8;
        double most = perSecond * WindowSeconds;
        _bytes += (now - _filledAt).TotalSeconds * perSecond - _sent;
        _filledAt = now;
        _sent = 0;
        _bytes = Math.Clamp(_bytes, -most, most);
        if (_bytes > EnterLevel * most) Limited = true;
        else if (_bytes < LeaveLevel * most) Limited = false;
    }
}
