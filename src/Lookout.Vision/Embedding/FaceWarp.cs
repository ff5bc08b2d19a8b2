using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Embedding;

/// <summary>A face, turned upright and scaled, straight from the picture into a model's input. Owns its rows; not thread safe, and allocates nothing after it was made.</summary>
internal sealed class FaceWarp
{
    private readonly TensorFormat _format;
    private readonly Colours _colours;
    private readonly TensorWriter _writer;
    private readonly float[] _u, _v;
    private readonly float[] _luma;

    public FaceWarp(TensorFormat format)
    {
        _format = format;
        _colours = new Colours(format);
        _writer = new TensorWriter(format);
        int padded = (format.Width + 7) & ~7;
        _u = new float[padded];
        _v = new float[padded];
        // Rows of colours are read in whole vectors.
        _luma = new float[format.Width * format.Height + 8];
    }

    /// <summary>What <see cref="Fill"/> saw last, without its colours: 16..235, row by row.</summary>
    public ReadOnlySpan<float> Luma => _luma.AsSpan(0, _format.Width * _format.Height);

    /// <param name="picture">Where the face is.</param>
    /// <param name="toPicture">From pixels of the input to those of the picture.</param>
    /// <param name="tensor"><see cref="TensorFormat.Length"/> values.</param>
    public void Fill(in Planes picture, in Similarity toPicture, Span<float> tensor)
    {
        int width = _format.Width;
        var whole = new Letterbox(0, 0, width, _format.Height);
        var target = new TensorSpan(tensor);
        for (int row = 0; row < _format.Height; row++)
        {
            int start = row * width;
            picture.Row(toPicture, row, _luma.AsSpan(start, width), _u.AsSpan(0, width), _v.AsSpan(0, width));
            ReadOnlySpan<float> luma = _luma.AsSpan(start, Math.Min(_u.Length, _luma.Length - start));
            ColourMix.Write(_colours, luma, _u, _v, _writer.Row(row, whole, Rotation.None, target));
            _writer.Done(row, whole, Rotation.None, target);
        }
    }
}
