namespace Lookout.Vision.Preprocess;

/// <summary>The memory of a tensor, of floats or of bytes; a byte takes the nearest whole number of 0..255.</summary>
internal readonly ref struct TensorSpan
{
    public TensorSpan(Span<float> floats) => Floats = floats;

    public TensorSpan(Span<byte> bytes) => Bytes = bytes;

    public Span<float> Floats { get; }

    /// <summary>Empty when the tensor is of floats.</summary>
    public Span<byte> Bytes { get; }

    public bool IsBytes => !Bytes.IsEmpty;

    public TensorSpan Slice(int start, int length) =>
        IsBytes ? new TensorSpan(Bytes.Slice(start, length)) : new TensorSpan(Floats.Slice(start, length));

    public void Fill(float value)
    {
        if (IsBytes) Bytes.Fill(Whole(value));
        else Floats.Fill(value);
    }

    public void Set(int index, float value)
    {
        if (IsBytes) Bytes[index] = Whole(value);
        else Floats[index] = value;
    }

    private static byte Whole(float value) => (byte)MathF.Round(Math.Clamp(value, 0, 255));
}
