namespace Lookout.Rtc.Congestion;

/// <summary>What the path carried when it was full: near that, the rate grows by small steps only.</summary>
internal sealed class LinkCapacity
{
    private const double Weight = 0.05;
    private const double LeastDeviation = 0.4;
    private const double MostDeviation = 2.5;

    private double _kbps;
    private double _deviation = LeastDeviation;

    public bool Known => _kbps > 0;

    public long Bps => (long)(_kbps * 1000);

    /// <summary>Three deviations above.</summary>
    public long Upper => (long)(1000 * (_kbps + 3 * Spread));

    /// <summary>Three deviations below.</summary>
    public long Lower => (long)(1000 * Math.Max(0, _kbps - 3 * Spread));

    private double Spread => Math.Sqrt(_deviation * _kbps);

    public void Add(long bps)
    {
        double kbps = bps / 1000.0;
        _kbps = Known ? (1 - Weight) * _kbps + Weight * kbps : kbps;
        double error = _kbps - kbps;
        double deviation = (1 - Weight) * _deviation + Weight * error * error / Math.Max(_kbps, 1);
        _deviation = Math.Clamp(deviation, LeastDeviation, MostDeviation);
    }

    public void Forget() => _kbps = 0;
}
