namespace Lookout.Bench;

/// <summary>Percentiles by nearest rank.</summary>
public static class Percentile
{
    /// <summary>The smallest value that at least this share of all values does not exceed.</summary>
    public static double Of(IReadOnlyCollection<double> values, double share) =>
        values.Order().ElementAt(Math.Clamp((int)Math.Ceiling(share * values.Count) - 1, 0, values.Count - 1));
}
