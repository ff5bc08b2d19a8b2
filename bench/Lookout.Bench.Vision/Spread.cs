namespace Lookout.Bench.Vision;

/// <summary>A sample in one line: the least, the median, the 99th percentile.</summary>
internal static class Spread
{
    public static string Of(IEnumerable<double> values, string unit)
    {
        double[] sorted = [.. values.Order()];
        return $"least {sorted[0]:0.00}, median {At(sorted, 0.5):0.00}, p99 {At(sorted, 0.99):0.00} {unit}";
    }

    public static double Median(IEnumerable<double> values) => At([.. values.Order()], 0.5);

    private static double At(double[] sorted, double quantile) => sorted[(int)(quantile * (sorted.Length - 1))];
}
