namespace Lookout.CameraService.WebRtc.Sending;

/// <summary>What a stream needs, measured on its own timeline: bits a second, and how far its frames are apart.</summary>
internal sealed class StreamRate
{
    private const double ClockRate = 90_000;
    private const int Window = 90_000;
    private const int LongestInterval = 45_000;
    private const int UsualInterval = 3_000;
    private const int Smoothing = 8;

    private readonly long _assumed;
    private uint _last;
    private bool _started;
    private double _interval = UsualInterval;
    private long _bytes;
    private long _elapsed;

    /// <param name="assumedBitsPerSecond">Taken for true during the first second.</param>
    public StreamRate(long assumedBitsPerSecond)
    {
        _assumed = assumedBitsPerSecond;
        BitsPerSecond = assumedBitsPerSecond;
    }

    /// <summary>Of the last full second, but at once when a running one exceeds it.</summary>
    public long BitsPerSecond { get; private set; }

    public TimeSpan FrameInterval => TimeSpan.FromSeconds(_interval / ClockRate);

    /// <summary>An access unit of so many bytes and that RTP timestamp has come.</summary>
    public void Add(uint timestamp, int bytes)
    {
        int step = _started ? (int)(timestamp - _last) : 0;
        _last = timestamp;
        _started = true;
        _bytes += bytes;
        // A pause, or a capture that starts anew: what was measured says nothing about what comes.
        if (step is < 0 or > LongestInterval)
        {
            _bytes = bytes;
            _elapsed = 0;
            BitsPerSecond = Math.Max(BitsPerSecond, _assumed);
            return;
        }

        if (step > 0) _interval += (step - _interval) / Smoothing;
        _elapsed += step;
        BitsPerSecond = Math.Max(BitsPerSecond, _bytes * 8);
        if (_elapsed < Window) return;
        BitsPerSecond = (long)(_bytes * 8 * ClockRate / _elapsed);
        _bytes = 0;
        _elapsed = 0;
    }
}
