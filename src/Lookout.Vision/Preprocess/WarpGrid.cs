namespace Lookout.Vision.Preprocess;

/// <summary>The places of one plane that each target pixel of <see cref="AffineWarp"/> is the mean of: n x n, evenly spread over the pixel.</summary>
internal readonly struct WarpGrid
{
    // Samples of the plane from one place to the next, at most: bilinear taps reach one to each side, so that two such still meet.
    private const float Spacing = 1.5f;

    // A face of 1300 pixels on a tensor of 112 needs as many. Beyond that the spacing grows.
    private const int MaxSide = 8;

    private readonly float _originX, _originY;

    // Per target column, and (-y, x) per target row.
    private readonly float _columnX, _columnY;
    private readonly int _side;

    private WarpGrid(float originX, float originY, float columnX, float columnY)
    {
        _originX = originX;
        _originY = originY;
        _columnX = columnX;
        _columnY = columnY;
        float scale = MathF.Sqrt(columnX * columnX + columnY * columnY);
        // Not a number becomes 1.
        _side = scale > Spacing ? (int)Math.Min(MathF.Ceiling(scale / Spacing), MaxSide) : 1;
    }

    public static WarpGrid OfLuma(in Similarity map) => new(map.X, map.Y, map.A, map.B);

    // A chroma sample lies in the middle of its luma samples: luma 0.5 is chroma 0.
    public static WarpGrid OfChroma(in Similarity map) => new(map.X / 2 - 0.25f, map.Y / 2 - 0.25f, map.A / 2, map.B / 2);

    /// <summary>One target row, <paramref name="target"/>'s length of it.</summary>
    public void Read(in SamplePlane plane, int row, float outside, Span<float> target)
    {
        if (_side == 1)
        {
            (float x, float y) = Place(0, row);
            for (int k = 0; k < target.Length; k++) target[k] = plane.At(x + k * _columnX, y + k * _columnY, outside);
            return;
        }

        float step = 1f / _side, first = step / 2 - 0.5f, share = step * step;
        for (int k = 0; k < target.Length; k++)
        {
            float sum = 0;
            for (int j = 0; j < _side; j++)
            {
                (float x, float y) = Place(k + first, row + first + j * step);
                for (int i = 0; i < _side; i++) sum += plane.At(x + i * step * _columnX, y + i * step * _columnY, outside);
            }
            target[k] = sum * share;
        }
    }

    private (float X, float Y) Place(float column, float row) =>
        (column * _columnX - row * _columnY + _originX, column * _columnY + row * _columnX + _originY);
}
