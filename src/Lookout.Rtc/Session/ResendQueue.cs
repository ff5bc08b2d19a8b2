using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>
/// Packets a viewer asked for again, bounded three ways: at most <see cref="MaxWaiting"/> wait, each packet is sent
/// again at most <see cref="MaxRetries"/> times, and at most <see cref="Budget"/> packets in <see cref="Window"/>. So a
/// viewer who asks for everything all the time costs no more than twice one who does not. One who asks again before the
/// answer can have come gets no second one. What has waited for longer than <see cref="MaxWait"/> is forgotten: who still
/// misses it has asked again, or has gone on without.
/// </summary>
internal sealed class ResendQueue
{
    public const int MaxWaiting = 256;
    public const int MaxRetries = 10;
    public const int Budget = 256;
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(300);
    private const int RetrySlots = 1024;
    private const double Underway = 0.75;

    // No history is as long, and no stream so fast that its numbers come round sooner.
    private static readonly TimeSpan RetryMemory = TimeSpan.FromSeconds(10);

    private (SequenceNumber Sequence, TimeSpan At)[] _waiting = [];
    private Retry[] _retries = [];
    private int _first;
    private int _count;
    private TimeSpan _windowStart = TimeSpan.MinValue;
    private int _inWindow;

    /// <summary>
    /// Queues a packet by the sequence number the viewer knows it by. False when a bound forbids it, or it was queued less
    /// than <paramref name="roundTrip"/> ago but for a quarter, by which the measured one may be too long.
    /// </summary>
    public bool TryAdd(TimeSpan now, SequenceNumber sequence, TimeSpan roundTrip)
    {
        if (_windowStart == TimeSpan.MinValue || now - _windowStart >= Window)
        {
            _windowStart = now;
            _inWindow = 0;
        }

        if (_count == MaxWaiting || _inWindow == Budget) return false;
        // Made with the first loss, since most viewers never have one.
        if (_retries.Length == 0) (_waiting, _retries) = (new (SequenceNumber, TimeSpan)[MaxWaiting], new Retry[RetrySlots]);
        ref Retry slot = ref _retries[sequence.Value % RetrySlots];
        if (slot.Sequence != sequence || now - slot.At > RetryMemory) slot = new Retry { Sequence = sequence };
        if (slot.Count == MaxRetries || (slot.Count > 0 && now - slot.At < roundTrip * Underway)) return false;
        slot.Count++;
        slot.At = now;
        _inWindow++;
        _waiting[(_first + _count++) % MaxWaiting] = (sequence, now);
        return true;
    }

    /// <summary>The oldest that has not waited for too long; false when there is none.</summary>
    public bool TryTake(TimeSpan now, out SequenceNumber sequence)
    {
        sequence = default;
        while (_count > 0)
        {
            (sequence, TimeSpan at) = _waiting[_first];
            _first = (_first + 1) % MaxWaiting;
            _count--;
            if (now - at <= MaxWait) return true;
        }

        return false;
    }

    private struct Retry
    {
        public SequenceNumber Sequence;
        public int Count;
        public TimeSpan At;
    }
}
