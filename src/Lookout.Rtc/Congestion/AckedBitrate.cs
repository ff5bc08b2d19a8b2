namespace Lookout.Rtc.Congestion;

/// <summary>
/// How fast packets arrive, by the receiver's clock: samples of 150 ms, each moving the estimate the less the further off it
/// is, as a Bayesian filter does (the figures are libwebrtc's).
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

    private long _last;
    private long _elapsed;
    private long _bytes;
    private bool _started;
    private double _kbps;
    private double _variance = FirstVariance;

    /// <summary>Bits per second; 0 before the first sample.</summary>
    public long Bps => (long)(_kbps * 1000);

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
    }

    private void Sample(double kbps, bool limited)
    {
        if (_kbps == 0)
        {
            _kbps = kbps;
            return;
        }

        double uncertainty = (limited ? UncertaintyWhenLimited : Uncertainty) * Math.Abs(_kbps - kbps) / _kbps;
        double sampleVariance = uncertainty * uncertainty;
        double predicted = _variance + Drift;
        _kbps = (sampleVariance * _kbps + predicted * kbps) / (sampleVariance + predicted);
        _variance = sampleVariance * predicted / (sampleVariance + predicted);
    }
}
