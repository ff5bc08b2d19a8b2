using Lookout.Vision.Embedding;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// From a YUV picture, turned, scaled and shifted, straight to a normalised tensor: bilinear, and the mean of a grid of places within each target
/// pixel where the picture is made smaller, so that nothing aliases. What lies outside the picture is one colour, black when none is given.
/// Not thread safe; allocates nothing.
/// </summary>
internal sealed class AffineWarp
{
    private readonly TensorFormat _format;
    private readonly Colours _colours;
    private readonly TensorWriter _writer;
    private readonly YuvColour _outside;
    private readonly float[] _y, _u, _v;

    public AffineWarp(TensorFormat format, YuvColour? outside = null)
    {
        _format = format;
        _outside = outside ?? YuvColour.Black;
        _colours = new Colours(format);
        _writer = new TensorWriter(format);
        int padded = (format.Width + 7) & ~7;
        _y = new float[padded];
        _u = new float[padded];
        _v = new float[padded];
    }

    /// <summary>Fills the tensor.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="toSource">From pixels of the tensor to pixels of the picture; any numbers at all.</param>
    /// <param name="tensor"><see cref="TensorFormat.Length"/> values.</param>
    public void Fill(in YuvFrame frame, in Similarity toSource, Span<float> tensor)
    {
        SamplePlane luma = SamplePlane.Luma(frame), u = SamplePlane.U(frame), v = SamplePlane.V(frame);
        WarpGrid lumaGrid = WarpGrid.OfLuma(toSource), chromaGrid = WarpGrid.OfChroma(toSource, frame.Layout);
        var target = new TensorSpan(tensor);
        var whole = new Letterbox(0, 0, _format.Width, _format.Height);
        for (int row = 0; row < _format.Height; row++)
        {
            lumaGrid.Read(luma, row, _outside.Y, _y.AsSpan(0, _format.Width));
            chromaGrid.Read(u, row, _outside.U, _u.AsSpan(0, _format.Width));
            chromaGrid.Read(v, row, _outside.V, _v.AsSpan(0, _format.Width));
            ColourMix.Write(_colours, _y, _u, _v, _writer.Row(row, whole, Rotation.None, target));
            _writer.Done(row, whole, Rotation.None, target);
        }
    }
}
