namespace Lookout.Bench.Preprocess;

/// <summary>A sample in order, and its quantiles.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double At(double quantile)
    {
        double at = quantile * (_sorted.Length - 1);
        int below = (int)at;
        return below + 1 < _sorted.Length ? _sorted[below] + (at - below) * (_sorted[below + 1] - _sorted[below]) : _sorted[below];
    }
}
