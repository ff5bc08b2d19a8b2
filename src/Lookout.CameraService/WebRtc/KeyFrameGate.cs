namespace Lookout.CameraService.WebRtc;

/// <summary>
/// Lets key frame requests through at most once in <see cref="Interval"/>, however many viewers ask. One that comes too
/// early is kept, and forgotten when a key frame arrives before its time.
/// </summary>
internal sealed class KeyFrameGate
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private TimeSpan _next = TimeSpan.MinValue;
    private bool _pending;

    /// <summary>When a kept request is due; TimeSpan.MaxValue without one.</summary>
    public TimeSpan NextTimeout => _pending ? _next : TimeSpan.MaxValue;

    public void Request() => _pending = true;

    /// <summary>A key frame has come: what was asked for is there.</summary>
    public void Arrived() => _pending = false;

    /// <summary>Whether to ask the encoder now.</summary>
    public bool TryPass(TimeSpan now)
    {
        if (!_pending || now < _next) return false;
        _pending = false;
        _next = now + Interval;
        return true;
    }
}
