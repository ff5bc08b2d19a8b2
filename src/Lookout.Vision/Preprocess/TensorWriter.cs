namespace Lookout.Vision.Preprocess;

/// <summary>
/// Where the rows of a picture go in a tensor of one format: <see cref="Row"/> says where to write one, <see cref="Done"/> puts it to its place if that is
/// another one. A picture that lies on its side is put column by column, a few at a time, so that it needs no turned copy. Not thread safe; allocates
/// nothing after its constructor.
/// </summary>
internal sealed class TensorWriter
{
    // Columns that are put together: half a cache line of a plane.
    private const int Columns = 8;

    private readonly TensorFormat _format;

    // For each colour some rows of the picture.
    private readonly float[] _rows;

    public TensorWriter(TensorFormat format)
    {
        _format = format;
        _rows = new float[3 * Columns * RowLength];
    }

    private int RowLength => Math.Max(_format.Width, _format.Height);

    private int Plane => _format.Width * _format.Height;

    /// <summary>Where to write row <paramref name="k"/> of the picture as it lies. Half turns have mirrored rows already.</summary>
    public ColourRows Row(int k, in Letterbox box, Rotation rotation, in TensorSpan tensor)
    {
        if (IsOnItsSide(rotation)) return Kept(k % Columns, box.Height);
        if (!_format.IsPlanar || tensor.IsBytes) return Kept(0, box.Width);
        int start = Start(k, box, rotation);
        return InOrder(
            tensor.Floats.Slice(start, box.Width), tensor.Floats.Slice(Plane + start, box.Width), tensor.Floats.Slice(2 * Plane + start, box.Width));
    }

    /// <summary>Row <paramref name="k"/> has been written.</summary>
    public void Done(int k, in Letterbox box, Rotation rotation, in TensorSpan tensor)
    {
        if (IsOnItsSide(rotation))
        {
            int kept = k % Columns;
            if (kept == Columns - 1 || k == box.Width - 1) PutColumns(k - kept, kept + 1, box, rotation == Rotation.Quarter, tensor);
            return;
        }
        int start = Start(k, box, rotation), count = box.Width;
        if (!_format.IsPlanar) ColourWeave.Write(First(0, 0, count), First(1, 0, count), First(2, 0, count), tensor.Slice(3 * start, 3 * count));
        else if (tensor.IsBytes)
            for (int colour = 0; colour < 3; colour++) ByteRow.Round(First(colour, 0, count), tensor.Bytes.Slice(colour * Plane + start, count));
    }

    /// <summary>Paints the whole tensor as its margins are.</summary>
    public void PaintMargins(in TensorSpan tensor)
    {
        for (int colour = 0; colour < 3; colour++)
        {
            float margin = (_format.Padding - _format.Mean[colour]) / _format.Scale[colour];
            (int at, int step) = Pixel(colour, 0);
            for (int i = 0; i < Plane; i++) tensor.Set(at + i * step, margin);
        }
    }

    private static bool IsOnItsSide(Rotation rotation) => rotation is Rotation.Quarter or Rotation.ThreeQuarters;

    private int Start(int k, in Letterbox box, Rotation rotation) =>
        (box.Y + (rotation == Rotation.Half ? box.Height - 1 - k : k)) * _format.Width + box.X;

    private ColourRows Kept(int kept, int length) => InOrder(First(0, kept, length), First(1, kept, length), First(2, kept, length));

    private Span<float> First(int colour, int kept, int length) => _rows.AsSpan((colour * Columns + kept) * RowLength, length);

    private ColourRows InOrder(Span<float> first, Span<float> second, Span<float> third) =>
        _format.IsBgr ? new ColourRows(third, second, first) : new ColourRows(first, second, third);

    // Where a colour of a pixel lies, and how far it is to the next one's.
    private (int At, int Step) Pixel(int colour, int pixel) => _format.IsPlanar ? (colour * Plane + pixel, 1) : (3 * pixel + colour, 3);

    // The first row of a picture that is turned clockwise by a quarter becomes the last column.
    private void PutColumns(int k, int count, in Letterbox box, bool isReversed, in TensorSpan tensor)
    {
        int left = isReversed ? box.X + box.Width - k - count : box.X + k;
        for (int colour = 0; colour < 3; colour++)
        {
            ReadOnlySpan<float> rows = _rows.AsSpan(colour * Columns * RowLength, Columns * RowLength);
            for (int row = 0; row < box.Height; row++)
            {
                (int at, int step) = Pixel(colour, (box.Y + row) * _format.Width + left);
                for (int i = 0; i < count; i++) tensor.Set(at + i * step, rows[(isReversed ? count - 1 - i : i) * RowLength + row]);
            }
        }
    }
}
