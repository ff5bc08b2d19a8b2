using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Embedding;

/// <summary>
/// What somebody wears, from head to foot, without a model: the body in horizontal stripes, of each a histogram of hues, weighed by how colourful they are, and of
/// brightness, weighed by how grey it is. The square root of a share is taken, so that the cosine of two descriptors is the mean of their stripes'
/// Bhattacharyya coefficients. It tells clothes apart, not persons, and only under one light.
/// </summary>
internal static class ColourStripes
{
    public const string Name = "colour-stripes";
    public const int Length = Stripes * Bins;

    private const int Stripes = 8, Hues = 8, Greys = 6, Bins = Hues + Greys;

    // A person's box has background at its sides; samples are few, since histograms need no more.
    private const float Across = 0.6f;
    private const int Rows = 8, Columns = 16;

    // Chroma at which something is all colour and no grey: pure red, green and blue have 80..110, clothes seldom more than this.
    private const float Colourful = 40;

    /// <param name="picture">Where the person is.</param>
    /// <param name="person">0..1 of the picture.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    /// <param name="descriptor">Receives <see cref="Length"/> numbers, of length 1 together; all zeros for a box outside the picture.</param>
    public static void Describe(in YuvPlanes picture, in BoundingBox person, int width, int height, Span<float> descriptor)
    {
        Span<float> y = stackalloc float[Columns], u = stackalloc float[Columns], v = stackalloc float[Columns];
        descriptor[..Length].Clear();
        float left = Math.Max(person.X, 0) * width, right = Math.Min(person.Right, 1) * width;
        float top = Math.Max(person.Y, 0) * height, bottom = Math.Min(person.Bottom, 1) * height;
        if (!(right > left && bottom > top)) return;
        float margin = (right - left) * (1 - Across) / 2;
        float step = (right - left - 2 * margin) / Columns, down = (bottom - top) / (Stripes * Rows);
        for (int row = 0; row < Stripes * Rows; row++)
        {
            picture.Points(left + margin + step / 2 - 0.5f, top + (row + 0.5f) * down - 0.5f, step, y, u, v);
            Span<float> stripe = descriptor.Slice(row / Rows * Bins, Bins);
            for (int column = 0; column < Columns; column++) Count(y[column], u[column] - 128, v[column] - 128, stripe);
        }
        for (int i = 0; i < Length; i++) descriptor[i] = MathF.Sqrt(descriptor[i]);
        UnitVector.Normalise(descriptor[..Length]);
    }

    // Each sample falls to the two bins beside it, so that nothing jumps when the light changes a little.
    private static void Count(float y, float u, float v, Span<float> stripe)
    {
        float colour = Math.Min(float.Hypot(u, v) / Colourful, 1);
        float hue = (MathF.Atan2(v, u) / MathF.Tau + 1) % 1 * Hues;
        int bin = (int)hue % Hues;
        float beyond = hue - (int)hue;
        stripe[bin] += colour * (1 - beyond);
        stripe[(bin + 1) % Hues] += colour * beyond;

        float grey = Math.Clamp((y - 16) / 219, 0, 1) * (Greys - 1);
        bin = Math.Min((int)grey, Greys - 2);
        beyond = grey - bin;
        stripe[Hues + bin] += (1 - colour) * (1 - beyond);
        stripe[Hues + bin + 1] += (1 - colour) * beyond;
    }
}
