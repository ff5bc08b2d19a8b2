using Lookout.Rtc.Rtcp;

namespace Lookout.Rtc.Congestion;

/// <summary>Makes the receiver's clock, which starts over every twelve days, one that goes on.</summary>
internal sealed class ReceiverClock
{
    private static readonly long Period = TransportFeedback.ClockPeriod.Ticks;

    private long _last;
    private bool _started;

    /// <summary>The reference time on a clock that does not start over, in ticks: the nearest to the one before.</summary>
    public long Unwrap(TimeSpan reference)
    {
        if (_started)
        {
            long forward = ((reference.Ticks - _last) % Period + Period) % Period;
            _last += forward < Period / 2 ? forward : forward - Period;
        }
        else
        {
            _last = reference.Ticks;
            _started = true;
        }

        return _last;
    }
}
