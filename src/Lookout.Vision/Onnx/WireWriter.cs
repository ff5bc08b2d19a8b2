using System.Buffers.Binary;
using System.Text;

namespace Lookout.Vision.Onnx;

/// <summary>
/// Protocol buffers' wire format, as much of it as onnx.proto3 needs, in one growing buffer. The same calls give the same bytes.
/// The length of a nested message takes five bytes whatever it is, so that it can be filled in when the message has ended.
/// </summary>
internal sealed class WireWriter
{
    private const int LengthBytes = 5;

    private byte[] _buffer = new byte[256];
    private int _count;

    private enum WireType { Varint = 0, Delimited = 2, Fixed32 = 5 }

    public byte[] ToArray() => _buffer.AsSpan(0, _count).ToArray();

    public void Integer(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint((ulong)value);
    }

    public void Single(int field, float value)
    {
        Tag(field, WireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(Take(sizeof(float)), value);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.Delimited);
        Varint((ulong)value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Whole fields that are encoded already.</summary>
    public void Encoded(ReadOnlySpan<byte> fields) => fields.CopyTo(Take(fields.Length));

    /// <summary>Begins a nested message.</summary>
    /// <returns>For <see cref="End"/>.</returns>
    public int Begin(int field)
    {
        Tag(field, WireType.Delimited);
        Take(LengthBytes);
        return _count;
    }

    public void End(int begun)
    {
        int length = _count - begun;
        Span<byte> place = _buffer.AsSpan(begun - LengthBytes, LengthBytes);
        for (int i = 0; i < LengthBytes - 1; i++) place[i] = (byte)((length >> (7 * i)) | 0x80);
        place[^1] = (byte)(length >> (7 * (LengthBytes - 1)));
    }

    private void Tag(int field, WireType type) => Varint(((ulong)field << 3) | (ulong)type);

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Take(1)[0] = (byte)(value | 0x80);
        Take(1)[0] = (byte)value;
    }

    private Span<byte> Take(int count)
    {
        if (_buffer.Length - _count < count) Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, checked(_count + count)));
        _count += count;
        return _buffer.AsSpan(_count - count, count);
    }
}
