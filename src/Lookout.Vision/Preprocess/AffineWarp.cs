using Lookout.Vision.Embedding;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// From a YUV picture, turned, scaled and shifted, straight to a normalised tensor: bilinear, and the mean of a grid of places within each target
/// pixel where the picture is made smaller, so that nothing aliases. What lies outside the picture is black.
/// Not thread safe; allocates nothing after its constructor.
/// </summary>
internal sealed class AffineWarp
{
    private readonly TensorFormat _format;
    private readonly Colours _colours;
    private readonly TensorWriter _writer;
    private readonly float[] _y, _u, _v;

    public AffineWarp(TensorFormat format)
    {
        _format = format;
        _colours = new Colours(format);
        _writer = new TensorWriter(format);
        int padded = (format.Width + 7) & ~7;
        // Rows are read in whole vectors, the last one of the picture too.
        _y = new float[format.Width * (format.Height - 1) + padded];
        _u = new float[padded];
        _v = new float[padded];
    }

    /// <summary>What the last tensor was made of, without its colours: 16..235, row by row.</summary>
    public ReadOnlySpan<float> Luma => _y.AsSpan(0, _format.Width * _format.Height);

    /// <summary>Fills the tensor.</summary>
    /// <param name="picture">Is read, not kept.</param>
    /// <param name="toPicture">From pixels of the tensor to pixels of the picture, the centres of both being whole numbers; any numbers at all.</param>
    /// <param name="tensor"><see cref="TensorFormat.Length"/> values.</param>
    public void Fill(in YuvPlanes picture, in Similarity toPicture, in TensorSpan tensor)
    {
        WarpGrid luma = WarpGrid.OfLuma(toPicture), chroma = WarpGrid.OfChroma(toPicture, picture);
        var whole = new Letterbox(0, 0, _format.Width, _format.Height);
        for (int row = 0; row < _format.Height; row++)
        {
            Span<float> y = _y.AsSpan(row * _format.Width, _u.Length);
            luma.Read(picture.Y, row, y[.._format.Width]);
            chroma.Read(picture.U, row, _u.AsSpan(0, _format.Width));
            chroma.Read(picture.V, row, _v.AsSpan(0, _format.Width));
            ColourMix.Write(_colours, y, _u, _v, _writer.Row(row, whole, Rotation.None, tensor));
            _writer.Done(row, whole, Rotation.None, tensor);
        }
    }
}
