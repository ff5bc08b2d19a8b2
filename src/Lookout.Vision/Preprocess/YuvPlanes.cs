namespace Lookout.Vision.Preprocess;

/// <summary>Y, U and V of a picture, and how many columns and rows of luma share a sample of chroma.</summary>
internal readonly ref struct YuvPlanes
{
    public readonly SamplePlane Y, U, V;
    public readonly int ChromaColumns, ChromaRows;

    public YuvPlanes(scoped in YuvFrame frame)
    {
        Y = SamplePlane.Luma(frame);
        U = SamplePlane.U(frame);
        V = SamplePlane.V(frame);
        ChromaColumns = 2;
        ChromaRows = frame.Layout == YuvLayout.Yuyv ? 1 : 2;
    }

    /// <summary>Three planes of one size, without gaps.</summary>
    public YuvPlanes(ReadOnlySpan<byte> y, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, int width, int height)
    {
        Y = new SamplePlane(y, 1, width, width, height);
        U = new SamplePlane(u, 1, width, width, height);
        V = new SamplePlane(v, 1, width, width, height);
        ChromaColumns = ChromaRows = 1;
    }

    /// <summary>Single points in a row; the picture's edge goes on for ever.</summary>
    /// <param name="x">Of the first one, in pixels whose centres are whole numbers.</param>
    /// <param name="y">Of them all.</param>
    /// <param name="step">From one to the next.</param>
    /// <param name="luma">Receives as many as it has room for.</param>
    /// <param name="blueness">As long as <paramref name="luma"/>.</param>
    /// <param name="redness">As long as <paramref name="luma"/>.</param>
    public void Points(float x, float y, float step, Span<float> luma, Span<float> blueness, Span<float> redness)
    {
        float chromaY = (y + 0.5f) / ChromaRows - 0.5f;
        for (int i = 0; i < luma.Length; i++, x += step)
        {
            float chromaX = (x + 0.5f) / ChromaColumns - 0.5f;
            luma[i] = Y.Nearest(x, y);
            blueness[i] = U.Nearest(chromaX, chromaY);
            redness[i] = V.Nearest(chromaX, chromaY);
        }
    }
}
