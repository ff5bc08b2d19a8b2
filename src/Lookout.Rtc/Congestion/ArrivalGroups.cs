namespace Lookout.Rtc.Congestion;

/// <summary>
/// Gathers packets that left within 5 ms, and compares each group with the one before: single packets of a frame tell of
/// our own burst, groups tell of the path (draft-ietf-rmcat-gcc-02 §5.2). Times are in ticks.
/// </summary>
internal sealed class ArrivalGroups
{
    private const long GroupLength = 5 * TimeSpan.TicksPerMillisecond;
    private const long BurstGap = 5 * TimeSpan.TicksPerMillisecond;
    private const long LongestBurst = 100 * TimeSpan.TicksPerMillisecond;
    private const long ClockJump = 3 * TimeSpan.TicksPerSecond;
    private const int MostReordered = 3;

    private Group _current;
    private Group _before;
    private int _reordered;

    /// <summary>
    /// Adds a packet that arrived, in the order of sending. True when it begins a group, so that the one before is whole and
    /// can be told apart from its forerunner.
    /// </summary>
    public bool TryAdd(long sent, long arrival, out GroupDelta delta)
    {
        delta = default;
        if (!_current.Started)
        {
            _current = new Group(sent, arrival);
            return false;
        }

        if (sent < _current.FirstSent) return false;
        if (!BeginsGroup(sent, arrival))
        {
            _current.LastSent = Math.Max(_current.LastSent, sent);
            _current.LastArrival = Math.Max(_current.LastArrival, arrival);
            return false;
        }

        bool whole = _before.Started && TryCompare(out delta);
        if (!_current.Started) _current = _before = default;
        else _before = _current;
        _current = new Group(sent, arrival);
        return whole;
    }

    private bool TryCompare(out GroupDelta delta)
    {
        delta = new GroupDelta(_current.LastSent - _before.LastSent, _current.LastArrival - _before.LastArrival, _current.LastArrival);
        if (Math.Abs(delta.Arrived - delta.Sent) >= ClockJump)
        {
            // The receiver's clock was set, or the path stood still: nothing before it can be compared.
            _current = default;
            return false;
        }

        if (delta.Arrived >= 0)
        {
            _reordered = 0;
            return true;
        }

        if (++_reordered < MostReordered) return false;
        _reordered = 0;
        _current = default;
        return false;
    }

    private bool BeginsGroup(long sent, long arrival)
    {
        if (IsOfBurst(sent, arrival)) return false;
        return sent - _current.FirstSent > GroupLength;
    }

    // Packets that a hop held back come at once, whenever they left: together they are one group.
    private bool IsOfBurst(long sent, long arrival)
    {
        long apart = sent - _current.LastSent;
        if (apart == 0) return true;
        long arrived = arrival - _current.LastArrival;
        return arrived < apart && arrived <= BurstGap && arrival - _current.FirstArrival < LongestBurst;
    }

    private struct Group(long sent, long arrival)
    {
        public readonly long FirstSent = sent;
        public readonly long FirstArrival = arrival;
        public long LastSent = sent;
        public long LastArrival = arrival;
        public readonly bool Started = true;
    }
}

/// <summary>How much later than its forerunner a group left and arrived, and when that was; in ticks.</summary>
internal readonly record struct GroupDelta(long Sent, long Arrived, long Arrival);
