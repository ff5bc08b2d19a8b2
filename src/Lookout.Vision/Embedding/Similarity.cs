namespace Lookout.Vision.Embedding;

/// <summary>Turned, scaled and moved, never mirrored: (x, y) becomes (A x - B y + X, B x + A y + Y).</summary>
internal readonly record struct Similarity(float A, float B, float X, float Y)
{
    /// <summary>Units of the target in one of the source.</summary>
    public float Scale => float.Hypot(A, B);

    /// <summary>
    /// The one that brings <paramref name="from"/> closest to <paramref name="to"/>, by the sum of squares there (Umeyama, "Least-squares estimation of
    /// transformation parameters", 1991; in the plane and without reflection it has this closed form).
    /// </summary>
    /// <returns>False when there is none: points that coincide, or are no numbers.</returns>
    public static bool TryFit(ReadOnlySpan<Landmark> from, ReadOnlySpan<Landmark> to, out Similarity fitted)
    {
        Landmark source = Middle(from), target = Middle(to);
        float a = 0, b = 0, spread = 0;
        for (int i = 0; i < from.Length; i++)
        {
            float x = from[i].X - source.X, y = from[i].Y - source.Y;
            float u = to[i].X - target.X, v = to[i].Y - target.Y;
            a += x * u + y * v;
            b += x * v - y * u;
            spread += x * x + y * y;
        }
        a /= spread;
        b /= spread;
        fitted = new(a, b, target.X - a * source.X + b * source.Y, target.Y - b * source.X - a * source.Y);
        return float.IsFinite(fitted.X + fitted.Y) && fitted.Scale > 0;
    }

    /// <summary>The way back.</summary>
    public Similarity Inverse()
    {
        float square = A * A + B * B;
        float a = A / square, b = -B / square;
        return new(a, b, -a * X + b * Y, -b * X - a * Y);
    }

    public Landmark Of(Landmark point) => new(A * point.X - B * point.Y + X, B * point.X + A * point.Y + Y);

    private static Landmark Middle(ReadOnlySpan<Landmark> points)
    {
        float x = 0, y = 0;
        foreach (Landmark point in points) (x, y) = (x + point.X, y + point.Y);
        return new(x / points.Length, y / points.Length);
    }
}
