namespace Lookout.Vision.Preprocess;

/// <summary>
/// Two neighbouring source samples and how much of the second a target sample takes: target k lies at (k + 1/2) * ratio - 1/2 of the source, and no
/// further out than the edge samples' centres.
/// </summary>
internal readonly record struct LinearTap(int First, int Second, double Part)
{
    /// <param name="k">Target sample.</param>
    /// <param name="ratio">Source samples per target sample.</param>
    /// <param name="length">Source samples.</param>
    public static LinearTap At(int k, double ratio, int length)
    {
        double place = Math.Clamp((k + 0.5) * ratio - 0.5, 0, length - 1);
        int first = Math.Min((int)place, Math.Max(length - 2, 0));
        return new LinearTap(first, Math.Min(first + 1, length - 1), place - first);
    }
}
