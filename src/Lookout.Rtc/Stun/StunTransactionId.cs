using System.Buffers.Binary;

namespace Lookout.Rtc.Stun;

/// <summary>The 96 bits that pair a response with its request (RFC 8489 §5).</summary>
public readonly record struct StunTransactionId(ulong High, uint Low)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 12;

    /// <summary>Reads the first 12 bytes of <paramref name="bytes"/>, which must hold as many.</summary>
    public static StunTransactionId Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]));

    /// <summary>Writes the 12 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Low);
    }
}
