namespace Lookout.Rtc.Congestion;

/// <summary>
/// Fits a line through the smoothed one-way delay of the last groups: a slope says that a queue grows or drains. The slope
/// that counts adapts, since against a flow that fills queues a fixed one would starve (draft-ietf-rmcat-gcc-02 §5.3, §5.4;
/// the line in place of the draft's Kalman filter and all figures are libwebrtc's).
/// </summary>
internal sealed class TrendlineFilter
{
    private const int Window = 20;
    private const double Smoothing = 0.9;
    private const double Gain = 4;
    private const int MostDeltasCounted = 60;
    private const double OveruseMs = 10;

    private const double StartThreshold = 12.5;
    private const double LeastThreshold = 6;
    private const double MostThreshold = 600;
    private const double ThresholdUp = 0.0087;
    private const double ThresholdDown = 0.039;
    private const double OutlierMargin = 15;
    private const double LongestStepMs = 100;

    private readonly double[] _times = new double[Window];
    private readonly double[] _delays = new double[Window];
    private int _deltas;
    private double _delay;
    private double _smoothed;
    private double _trend;
    private double _overMs;
    private int _overs;
    private double _threshold = StartThreshold;
    private long _firstArrival;
    private long _lastArrival;

    public PathUsage Usage { get; private set; }

    public void Add(GroupDelta delta)
    {
        if (_deltas == 0) _firstArrival = _lastArrival = delta.Arrival;
        double sentMs = Ms(delta.Sent);
        _delay += Ms(delta.Arrived) - sentMs;
        _smoothed = Smoothing * _smoothed + (1 - Smoothing) * _delay;
        _times[_deltas % Window] = Ms(delta.Arrival - _firstArrival);
        _delays[_deltas % Window] = _smoothed;
        _deltas++;

        double trend = _deltas >= Window ? Slope() : _trend;
        Judge(trend, sentMs);
        Adapt(Math.Abs(Modified(trend)), Ms(delta.Arrival - _lastArrival));
        _trend = trend;
        _lastArrival = delta.Arrival;
        // The counter names the oldest entry too, so it falls by whole turns.
        if (_deltas > 1000 * Window) _deltas -= 900 * Window;
    }

    /// <summary>Forgets all but the threshold: what comes next is not the continuation.</summary>
    public void Restart()
    {
        _deltas = 0;
        _delay = _smoothed = _trend = _overMs = 0;
        _overs = 0;
        Usage = PathUsage.Normal;
    }

    private void Judge(double trend, double sentMs)
    {
        double modified = Modified(trend);
        if (modified > _threshold)
        {
            _overMs += _overs == 0 ? sentMs / 2 : sentMs;
            _overs++;
            // Growing for a while, and not about to stop.
            if (_overMs > OveruseMs && _overs > 1 && trend >= _trend)
            {
                _overMs = 0;
                _overs = 0;
                Usage = PathUsage.Over;
            }
        }
        else
        {
            _overMs = 0;
            _overs = 0;
            Usage = modified < -_threshold ? PathUsage.Under : PathUsage.Normal;
        }
    }

    private double Modified(double trend) => Math.Min(_deltas, MostDeltasCounted) * trend * Gain;

    private void Adapt(double modified, double elapsedMs)
    {
        // A jump of the path (a handover) is not what the threshold shall learn.
        if (modified > _threshold + OutlierMargin) return;
        double gain = modified < _threshold ? ThresholdDown : ThresholdUp;
        double elapsed = Math.Clamp(elapsedMs, 0, LongestStepMs);
        _threshold = Math.Clamp(_threshold + gain * (modified - _threshold) * elapsed, LeastThreshold, MostThreshold);
    }

    private double Slope()
    {
        double meanTime = 0;
        double meanDelay = 0;
        for (int i = 0; i < Window; i++)
        {
            meanTime += _times[i];
            meanDelay += _delays[i];
        }

        meanTime /= Window;
        meanDelay /= Window;
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < Window; i++)
        {
            numerator += (_times[i] - meanTime) * (_delays[i] - meanDelay);
            denominator += (_times[i] - meanTime) * (_times[i] - meanTime);
        }

        return denominator == 0 ? _trend : numerator / denominator;
    }

    private static double Ms(long ticks) => (double)ticks / TimeSpan.TicksPerMillisecond;
}
