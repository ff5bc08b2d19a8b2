using Lookout.Vision.Embedding;

namespace Lookout.Vision.Preprocess;

/// <summary>The places of one plane that each target pixel of <see cref="AffineWarp"/> is the mean of: n x n, evenly spread over the pixel.</summary>
internal readonly struct WarpGrid
{
    // Samples of the plane from one place to the next, at most: bilinear taps reach one to each side, so that two such still meet.
    private const float Spacing = 1.5f;

    // A face of 1300 pixels on a tensor of 112 needs as many. Beyond that the spacing grows.
    private const int MaxSide = 8;

    private readonly float _originX, _originY;

    // Steps in the plane per target column and per target row.
    private readonly float _columnX, _columnY, _rowX, _rowY;
    private readonly int _side;

    // Black.
    private readonly float _outside;

    private WarpGrid(in Similarity map, int halvingX, int halvingY, float outside)
    {
        _outside = outside;
        // A chroma sample lies in the middle of its luma samples: luma 0.5 is chroma 0.
        _originX = (map.X + 0.5f) / halvingX - 0.5f;
        _originY = (map.Y + 0.5f) / halvingY - 0.5f;
        _columnX = map.A / halvingX;
        _columnY = map.B / halvingY;
        _rowX = -map.B / halvingX;
        _rowY = map.A / halvingY;
        float scale = map.Scale / Math.Min(halvingX, halvingY);
        // Not a number becomes 1.
        _side = scale > Spacing ? (int)Math.Min(MathF.Ceiling(scale / Spacing), MaxSide) : 1;
    }

    public static WarpGrid OfLuma(in Similarity map) => new(map, 1, 1, outside: 16);

    public static WarpGrid OfChroma(in Similarity map, in YuvPlanes picture) => new(map, picture.ChromaColumns, picture.ChromaRows, outside: 128);

    /// <summary>One target row, <paramref name="target"/>'s length of it.</summary>
    public void Read(in SamplePlane plane, int row, Span<float> target)
    {
        if (_side == 1)
        {
            (float x, float y) = Place(0, row);
            for (int k = 0; k < target.Length; k++) target[k] = plane.At(x + k * _columnX, y + k * _columnY, _outside);
            return;
        }

        float step = 1f / _side, first = step / 2 - 0.5f, share = step * step;
        for (int k = 0; k < target.Length; k++)
        {
            float sum = 0;
            for (int j = 0; j < _side; j++)
            {
                (float x, float y) = Place(k + first, row + first + j * step);
                for (int i = 0; i < _side; i++) sum += plane.At(x + i * step * _columnX, y + i * step * _columnY, _outside);
            }
            target[k] = sum * share;
        }
    }

    private (float X, float Y) Place(float column, float row) =>
        (column * _columnX + row * _rowX + _originX, column * _columnY + row * _rowY + _originY);
}
