using Lookout.Rtc.Congestion;

namespace Lookout.CameraService.WebRtc.Sending;

/// <summary>
/// The pause before a change to less on a path whose queue is full: all that still went into the queue would be dropped
/// there, and the smaller rendition's key frame behind it. So nothing is sent until the queue has drained, then the key frame
/// is asked for, and it finds the path clear.
/// </summary>
internal sealed class PathPause
{
    // What waits no longer leaves room for a key frame in any queue, and has left when the encoder has made one.
    private static readonly TimeSpan ShortQueue = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private TimeSpan _endsAt = TimeSpan.MinValue;
    private TimeSpan _clearAt;

    /// <summary>Nothing is to be sent.</summary>
    public bool IsOn => _endsAt != TimeSpan.MinValue;

    /// <summary>A queue still stands.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>When to look again; TimeSpan.MaxValue without a pause.</summary>
    public TimeSpan NextAt => IsDraining ? _clearAt : IsOn ? _endsAt : TimeSpan.MaxValue;

    /// <summary>Begins one, if the path needs it.</summary>
    public void Begin(TimeSpan now, BandwidthEstimator path)
    {
        if (IsOn || path.QueueAt(now) <= ShortQueue) return;
        _endsAt = now + Longest;
        Look(now, path);
    }

    /// <summary>Whether this call noticed that the queue is short now.</summary>
    public bool TryClear(TimeSpan now, BandwidthEstimator path)
    {
        if (!IsDraining) return false;
        Look(now, path);
        return !IsDraining;
    }

    /// <summary>Ends it when it has lasted for too long.</summary>
    public void Expire(TimeSpan now)
    {
        if (now >= _endsAt) End();
    }

    public void End()
    {
        _endsAt = TimeSpan.MinValue;
        IsDraining = false;
    }

    private void Look(TimeSpan now, BandwidthEstimator path)
    {
        TimeSpan queue = path.QueueAt(now);
        _clearAt = now + (queue - ShortQueue);
        if (_clearAt > _endsAt) _clearAt = _endsAt;
        IsDraining = now < _clearAt;
    }
}
