using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>
/// Packets a viewer asked for again, bounded three ways: at most <see cref="MaxWaiting"/> wait, each packet is sent
/// again at most <see cref="MaxRetries"/> times, and at most <see cref="Budget"/> packets in <see cref="Window"/>. So a
/// viewer who asks for everything all the time costs no more than twice one who does not.
/// </summary>
internal sealed class ResendQueue
{
    public const int MaxWaiting = 256;
    public const int MaxRetries = 10;
    public const int Budget = 256;
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);
    private const int RetrySlots = 1024;

    private readonly SequenceNumber[] _waiting = new SequenceNumber[MaxWaiting];
    private readonly (SequenceNumber Sequence, int Retries)[] _retries = new (SequenceNumber, int)[RetrySlots];
    private int _first;
    private int _count;
    private TimeSpan _windowStart = TimeSpan.MinValue;
    private int _inWindow;

    /// <summary>Queues a packet by the sequence number the viewer knows it by. False when a bound forbids it.</summary>
    public bool TryAdd(TimeSpan now, SequenceNumber sequence)
    {
        if (_windowStart == TimeSpan.MinValue || now - _windowStart >= Window)
        {
            _windowStart = now;
            _inWindow = 0;
        }

        if (_count == MaxWaiting || _inWindow == Budget) return false;
        ref (SequenceNumber Sequence, int Retries) slot = ref _retries[sequence.Value % RetrySlots];
        if (slot.Sequence != sequence) slot = (sequence, 0);
        if (slot.Retries == MaxRetries) return false;
        slot.Retries++;
        _inWindow++;
        _waiting[(_first + _count++) % MaxWaiting] = sequence;
        return true;
    }

    public bool TryTake(out SequenceNumber sequence)
    {
        sequence = default;
        if (_count == 0) return false;
        sequence = _waiting[_first];
        _first = (_first + 1) % MaxWaiting;
        _count--;
        return true;
    }
}
