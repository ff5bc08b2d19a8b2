using System.Buffers.Binary;

namespace Lookout.Rtc.Turn;

/// <summary>
/// ChannelData (RFC 8656 §12.4):
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |         Channel Number        |            Length             |
/// |                       Application Data ...                    |
/// </code>
/// </summary>
internal static class ChannelData
{
    public const int HeaderLength = 4;

    /// <summary>Numbers that may be bound (RFC 8656 §12).</summary>
    public const ushort FirstNumber = 0x4000;
    public const ushort LastNumber = 0x4FFF;

    private const int LengthOffset = 2;

    /// <summary>Reads the header; false unless all of the data is there. Padding behind it is allowed, as over TCP.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out ushort number, out Range data)
    {
        number = 0;
        data = default;
        if (datagram.Length < HeaderLength) return false;
        number = BinaryPrimitives.ReadUInt16BigEndian(datagram);
        int length = BinaryPrimitives.ReadUInt16BigEndian(datagram[LengthOffset..]);
        if (number is < FirstNumber or > LastNumber || datagram.Length < HeaderLength + length) return false;
        data = HeaderLength..(HeaderLength + length);
        return true;
    }

    /// <summary>Writes header and data and returns the length, padded to four bytes if asked for.</summary>
    public static int Write(Span<byte> destination, ushort number, ReadOnlySpan<byte> data, bool padded)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, number);
        BinaryPrimitives.WriteUInt16BigEndian(destination[LengthOffset..], (ushort)data.Length);
        data.CopyTo(destination[HeaderLength..]);
        int length = HeaderLength + data.Length;
        if (!padded) return length;
        int end = (length + 3) & ~3;
        destination[length..end].Clear();
        return end;
    }
}
