namespace Lookout.Rtc.Congestion;

/// <summary>
/// How fast packets arrive, by the receiver's clock: samples of 150 ms, each moving the estimate the less the further off it
/// is, as a Bayesian filter does (the figures are libwebrtc's), and beside it the plain rate of the last 200 ms.
/// </summary>
internal sealed class AckedBitrate
{
    private const long FirstWindow = 500 * TimeSpan.TicksPerMillisecond;
    private const long Window = 150 * TimeSpan.TicksPerMillisecond;
    private const long ClockJump = 3 * TimeSpan.TicksPerSecond;
    private const double Uncertainty = 10;
    private const double UncertaintyWhenLimited = 20;
    private const double FirstVariance = 50;
    private const double Drift = 5;
    private const int Buckets = 10;
    private const long BucketLength = 20 * TimeSpan.TicksPerMillisecond;

    private readonly int[] _recent = new int[Buckets];
    private long _newest;
    private long _last;
    private long _elapsed;
    private long _bytes;
    private bool _started;
    private double _kbps;
    private double _variance = FirstVariance;

    /// <summary>Bits per second; 0 before the first sample.</summary>
    public long Bps => (long)(_kbps * 1000);

    /// <summary>Bits per second of the last 200 ms: no more than the path carries, and just that while a queue stands.</summary>
    public long RecentBps
    {
        get
        {
            long bytes = 0;
            foreach (int bucket in _recent) bytes += bucket;
            long ticks = (Buckets - 1) * BucketLength + _last % BucketLength;
            return 8 * bytes * TimeSpan.TicksPerSecond / ticks;
        }
    }

    /// <param name="arrival">When the packet came, in ticks of the receiver's clock.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="limited">Whether the source sends less than it could: then a low sample says little.</param>
    public void Add(long arrival, int bytes, bool limited)
    {
        long window = _kbps == 0 ? FirstWindow : Window;
        // Packets overtake each other by little: further back, the receiver's clock was set.
        if (arrival < _last - ClockJump) _started = false;
        if (_started)
        {
            long step = Math.Max(0, arrival - _last);
            _elapsed += step;
            if (step > window)
            {
                // A pause is no sample of a slow path.
                _elapsed %= window;
                _bytes = 0;
            }
        }

        _last = _started ? Math.Max(_last, arrival) : arrival;
        _started = true;
        if (_elapsed >= window)
        {
            Sample(8.0 * _bytes * TimeSpan.TicksPerMillisecond / window, limited);
            _elapsed -= window;
            _bytes = 0;
        }

        _bytes += bytes;
        AddRecent(arrival, bytes);
    }

    private void AddRecent(long arrival, int bytes)
    {
        long bucket = arrival / BucketLength;
        long newest = _last / BucketLength;
        if (Math.Abs(newest - _newest) >= Buckets)
        {
            Array.Clear(_recent);
            _newest = newest;
        }

        while (_newest < newest) _recent[Place(++_newest)] = 0;
        if (bucket > newest - Buckets) _recent[Place(bucket)] += bytes;
    }

    // A clock that was set back far enough is negative.
    private static int Place(long bucket) => (int)((bucket % Buckets + Buckets) % Buckets);

    private void Sample(double kbps, bool limited)
    {
        if (_kbps == 0)
        {
            _kbps = kbps;
            return;
        }

        double uncertainty = (limited ? UncertaintyWhenLimited : Uncertainty) * Math.Abs(_kbps - kbps) / Math.Max(_kbps, kbps);
        double sampleVariance = uncertainty * uncertainty;
        double predicted = _variance + Drift;
        _kbps = (sampleVariance * _kbps + predicted * kbps) / (sampleVariance + predicted);
        _variance = sampleVariance * predicted / (sampleVariance + predicted);
    }
}
