namespace Lookout.Rtc.Congestion;

/// <summary>
/// How long packets wait on the path: their one-way delay above the least of the last 10 to 20 seconds. The two clocks need
/// not agree, only run alike.
/// </summary>
internal sealed class QueueDelay
{
    private static readonly TimeSpan HalfWindow = TimeSpan.FromSeconds(10);

    private const long ClockJump = 10 * TimeSpan.TicksPerSecond;

    private long _least = long.MaxValue;
    private long _leastBefore = long.MaxValue;
    private TimeSpan _turnAt;

    public TimeSpan Current { get; private set; }

    /// <summary>How long a packet of that one-way delay has waited, in ticks.</summary>
    public long Of(long delay) => delay - Math.Min(_least, _leastBefore);

    /// <param name="now">The time.</param>
    /// <param name="delay">Arrival by the receiver's clock minus sending by ours, in ticks: the least of one feedback.</param>
    public void Add(TimeSpan now, long delay)
    {
        // No queue holds that much: the receiver's clock was set.
        if (_least != long.MaxValue && Math.Abs(delay - _least) > ClockJump) _least = _leastBefore = long.MaxValue;
        if (now >= _turnAt)
        {
            _leastBefore = _least;
            _least = long.MaxValue;
            _turnAt = now + HalfWindow;
        }

        _least = Math.Min(_least, delay);
        Current = TimeSpan.FromTicks(Of(delay));
    }
}
