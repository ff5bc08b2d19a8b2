namespace Lookout.Vision.Preprocess;

/// <summary>Rows of Y, U and V to their places in a tensor of one format.</summary>
internal readonly struct TensorRows(TensorFormat format)
{
    private readonly ColourRow _colours = new(format);
    private readonly int _plane = format.Width * format.Height;
    private readonly bool _isPlanar = format.IsPlanar;

    /// <summary>Writes <paramref name="count"/> pixels from pixel <paramref name="start"/> on. The rows have that many samples, rounded up to a multiple of 8.</summary>
    public void Write(ReadOnlySpan<float> y, ReadOnlySpan<float> u, ReadOnlySpan<float> v, int start, int count, Span<float> tensor)
    {
        if (_isPlanar)
            _colours.Separate(y, u, v, tensor.Slice(start, count), tensor.Slice(_plane + start, count), tensor.Slice(2 * _plane + start, count));
        else
            _colours.Interleave(y, u, v, tensor.Slice(3 * start, 3 * count));
    }

    /// <summary>Makes the whole tensor black.</summary>
    public void Blacken(Span<float> tensor)
    {
        (float first, float second, float third) = _colours.Black;
        if (_isPlanar)
        {
            tensor[.._plane].Fill(first);
            tensor.Slice(_plane, _plane).Fill(second);
            tensor.Slice(2 * _plane, _plane).Fill(third);
            return;
        }
        for (int at = 0; at < 3 * _plane; at += 3)
            (tensor[at], tensor[at + 1], tensor[at + 2]) = (first, second, third);
    }
}
