namespace Lookout.Vision.Preprocess;

/// <summary>
/// A turn, a scaling and a shift of the plane: x' = A * x - B * y + X, y' = B * x + A * y + Y. Both sides are in pixels whose centres are whole
/// numbers, as in the published templates of aligned faces.
/// </summary>
internal readonly record struct Similarity(float A, float B, float X, float Y)
{
    public static Similarity Identity => new(1, 0, 0, 0);

    /// <summary>How much longer a line is after it.</summary>
    public float Scale => MathF.Sqrt(A * A + B * B);

    public (float X, float Y) Map(float x, float y) => (A * x - B * y + X, B * x + A * y + Y);
}
