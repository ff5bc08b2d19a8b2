namespace Lookout.Vision.Embedding;

/// <summary>Y, U and V of a picture whose chroma planes are as large as its luma plane, or half as large each way.</summary>
internal readonly ref struct Planes
{
    // A sample that is black: beyond the picture there is nothing, as in the pictures these models were taught on.
    private const float BlackLuma = 16, NoColour = 128;

    // More would not be seen: at four by four, sixteen samples are one.
    private const int MostSamples = 4;

    private readonly Plane _y, _u, _v;
    private readonly int _width, _height;
    private readonly float _chroma;

    public Planes(in YuvFrame frame)
    {
        _width = frame.Width;
        _height = frame.Height;
        _chroma = 0.5f;
        int width = (frame.Width + 1) / 2, height = (frame.Height + 1) / 2;
        _y = new Plane(frame.Y, frame.StrideY, 1, frame.Width, frame.Height);
        bool pairs = frame.Layout == YuvLayout.Nv12;
        _u = new Plane(frame.U, frame.StrideU, pairs ? 2 : 1, width, height);
        _v = pairs ? new Plane(frame.U[1..], frame.StrideU, 2, width, height) : new Plane(frame.V, frame.StrideV, 1, width, height);
    }

    /// <summary>Three planes of one size, without gaps.</summary>
    public Planes(ReadOnlySpan<byte> y, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, int width, int height)
    {
        _width = width;
        _height = height;
        _chroma = 1;
        _y = new Plane(y, width, 1, width, height);
        _u = new Plane(u, width, 1, width, height);
        _v = new Plane(v, width, 1, width, height);
    }

    /// <summary>One row of a turned and scaled view of the picture. Where it shrinks, each value is the mean of several samples, so that nothing aliases.</summary>
    /// <param name="toPicture">From the view's pixels, the first one at 0, to those of the picture, the first one at 1/2.</param>
    /// <param name="row">Of the view.</param>
    /// <param name="y">Receives the row; as long as it.</param>
    /// <param name="u">As long as <paramref name="y"/>.</param>
    /// <param name="v">As long as <paramref name="y"/>.</param>
    public void Row(in Similarity toPicture, int row, Span<float> y, Span<float> u, Span<float> v)
    {
        int side = (int)Math.Clamp(MathF.Round(toPicture.Scale), 1, MostSamples);
        float share = 1f / (side * side);
        for (int column = 0; column < y.Length; column++)
        {
            float luma = 0, blue = 0, red = 0;
            for (int i = 0; i < side * side; i++)
            {
                Landmark at = toPicture.Of(new(column + Offset(i % side, side), row + Offset(i / side, side)));
                if (at.X >= 0 && at.X <= _width && at.Y >= 0 && at.Y <= _height)
                {
                    luma += _y.At(at.X - 0.5f, at.Y - 0.5f);
                    blue += _u.At(at.X * _chroma - 0.5f, at.Y * _chroma - 0.5f);
                    red += _v.At(at.X * _chroma - 0.5f, at.Y * _chroma - 0.5f);
                }
                else
                {
                    luma += BlackLuma;
                    blue += NoColour;
                    red += NoColour;
                }
            }
            y[column] = luma * share;
            u[column] = blue * share;
            v[column] = red * share;
        }
    }

    /// <summary>Single points in a row, of the picture, from the first one on.</summary>
    public void Points(float x, float y, float step, Span<float> luma, Span<float> blueness, Span<float> redness)
    {
        for (int i = 0; i < luma.Length; i++, x += step)
        {
            luma[i] = _y.At(x - 0.5f, y - 0.5f);
            blueness[i] = _u.At(x * _chroma - 0.5f, y * _chroma - 0.5f);
            redness[i] = _v.At(x * _chroma - 0.5f, y * _chroma - 0.5f);
        }
    }

    private static float Offset(int sample, int side) => (sample + 0.5f) / side - 0.5f;
}
