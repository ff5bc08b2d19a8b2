using System.Numerics;
using System.Runtime.InteropServices;
using Lookout.Link;

namespace Lookout.CameraService.Identity.Matching;

/// <summary>
/// How alike two embeddings are, in one measure for every model: 1 is the same picture, 0 is just at the model's threshold, and below 0
/// it is rather somebody else, down to -1.
/// </summary>
internal readonly record struct Scale(bool IsDistance, float Threshold)
{
    // A cosine's threshold of 1 would leave no room above it.
    private const float LeastRoom = 0.05f;

    /// <param name="measure">As the model says.</param>
    /// <param name="threshold">What the configuration puts in its place, or null.</param>
    public static Scale Of(Measure measure, float? threshold) => new(measure.Metric == Measure.Euclidean, threshold ?? measure.Threshold);

    public float Compare(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length) return -1;
        float likeness = IsDistance
            ? (Threshold - MathF.Sqrt(SquaredDistance(a, b))) / Math.Max(Threshold, LeastRoom)
            : (Cosine(a, b) - Threshold) / Math.Max(1 - Threshold, LeastRoom);
        return float.IsNaN(likeness) ? -1 : Math.Clamp(likeness, -1, 1);
    }

    private static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> left = MemoryMarshal.Cast<float, Vector<float>>(a);
        ReadOnlySpan<Vector<float>> right = MemoryMarshal.Cast<float, Vector<float>>(b);
        Vector<float> sum = default;
        for (int i = 0; i < left.Length; i++)
        {
            Vector<float> difference = left[i] - right[i];
            sum += difference * difference;
        }

        float total = Vector.Sum(sum);
        for (int i = left.Length * Vector<float>.Count; i < a.Length; i++) total += (a[i] - b[i]) * (a[i] - b[i]);
        return total;
    }

    private static float Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float lengths = Dot(a, a) * Dot(b, b);
        return lengths > 0 ? Dot(a, b) / MathF.Sqrt(lengths) : -1;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> left = MemoryMarshal.Cast<float, Vector<float>>(a);
        ReadOnlySpan<Vector<float>> right = MemoryMarshal.Cast<float, Vector<float>>(b);
        Vector<float> sum = default;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        float total = Vector.Sum(sum);
        for (int i = left.Length * Vector<float>.Count; i < a.Length; i++) total += a[i] * b[i];
        return total;
    }
}
