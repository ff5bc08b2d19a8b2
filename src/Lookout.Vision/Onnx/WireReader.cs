namespace Lookout.Vision.Onnx;

/// <summary>Reads the fields of one protocol buffers message, in their order.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private const int LongestVarint = 10;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Whether every byte has been read: the end of a well-formed message.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <returns>False at the end, and for bytes that are no field; <see cref="IsAtEnd"/> tells which.</returns>
    public bool TryRead(out WireField field)
    {
        field = default;
        ReadOnlySpan<byte> rest = _rest;
        if (!TryReadVarint(ref rest, out ulong tag)) return false;
        ulong value = 0;
        int length = 0;
        switch (tag & 7)
        {
            case 0:
                if (!TryReadVarint(ref rest, out value)) return false;
                break;
            case 1:
                length = 8;
                break;
            case 2:
                if (!TryReadVarint(ref rest, out ulong said) || said > (ulong)rest.Length) return false;
                length = (int)said;
                break;
            case 5:
                length = 4;
                break;
            default:
                return false;
        }
        if (rest.Length < length) return false;
        field = new WireField(tag >> 3, (int)(tag & 7), value, rest[..length], _rest[..(_rest.Length - rest.Length + length)]);
        _rest = rest[length..];
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < LongestVarint && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }
        return false;
    }
}

/// <summary>One field: its number, and a value or the bytes of a text, message or fixed number.</summary>
internal readonly ref struct WireField(ulong number, int type, ulong value, ReadOnlySpan<byte> body, ReadOnlySpan<byte> encoded)
{
    public readonly ulong Number = number;

    /// <summary>Of a varint; 0 for all else.</summary>
    public readonly ulong Value = value;

    public readonly ReadOnlySpan<byte> Body = body;

    /// <summary>The whole field with its tag, to be copied.</summary>
    public readonly ReadOnlySpan<byte> Encoded = encoded;

    public readonly bool IsVarint = type == 0;

    /// <summary>A text, bytes or a message.</summary>
    public readonly bool IsDelimited = type == 2;
}
