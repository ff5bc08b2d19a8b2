using System.Buffers.Binary;

namespace Lookout.Rtc.Stun;

/// <summary>Typed reading of the attributes ICE needs. A wrong length is the same as an absent attribute.</summary>
public static class StunAttributes
{
    private const int FamilyOffset = 1;
    private const int AddressOffset = 4;
    private const byte FamilyIPv4 = 1;
    private const byte FamilyIPv6 = 2;

    /// <summary>PRIORITY (RFC 8445 §7.1.1).</summary>
    public static bool TryGetPriority(this in StunMessage message, out uint priority)
    {
        priority = 0;
        if (!message.TryGet(StunAttributeType.Priority, out ReadOnlySpan<byte> value) || value.Length != 4) return false;
        priority = BinaryPrimitives.ReadUInt32BigEndian(value);
        return true;
    }

    /// <summary>The 64-bit tie-breaker of ICE-CONTROLLING or ICE-CONTROLLED (RFC 8445 §7.1.3).</summary>
    public static bool TryGetTieBreaker(this in StunMessage message, StunAttributeType role, out ulong tieBreaker)
    {
        tieBreaker = 0;
        if (!message.TryGet(role, out ReadOnlySpan<byte> value) || value.Length != 8) return false;
        tieBreaker = BinaryPrimitives.ReadUInt64BigEndian(value);
        return true;
    }

    /// <summary>ERROR-CODE as a number of 300 to 699 (RFC 8489 §14.8).</summary>
    public static bool TryGetErrorCode(this in StunMessage message, out int code)
    {
        code = 0;
        if (!message.TryGet(StunAttributeType.ErrorCode, out ReadOnlySpan<byte> value) || value.Length < 4) return false;
        int hundreds = value[2] & 0x07;
        int rest = value[3];
        if (hundreds is < 3 or > 6 || rest > 99) return false;
        code = hundreds * 100 + rest;
        return true;
    }

    /// <summary>XOR-MAPPED-ADDRESS, IPv4 or IPv6 (RFC 8489 §14.2).</summary>
    public static bool TryGetXorMappedAddress(this in StunMessage message, out TransportAddress address) =>
        message.TryGetXorAddress(StunAttributeType.XorMappedAddress, out address);

    /// <summary>A number of 32 bits in network byte order.</summary>
    public static bool TryGetUInt32(this in StunMessage message, StunAttributeType type, out uint number)
    {
        number = 0;
        if (!message.TryGet(type, out ReadOnlySpan<byte> value) || value.Length != 4) return false;
        number = BinaryPrimitives.ReadUInt32BigEndian(value);
        return true;
    }

    /// <summary>XOR-MAPPED-ADDRESS, or one of TURN's attributes in its format (RFC 8656 §18.3, §18.5).</summary>
    public static bool TryGetXorAddress(this in StunMessage message, StunAttributeType type, out TransportAddress address)
    {
        address = default;
        if (!message.TryGet(type, out ReadOnlySpan<byte> value) || value.Length < AddressOffset) return false;
        int length = value[FamilyOffset] switch { FamilyIPv4 => 4, FamilyIPv6 => 16, _ => 0 };
        if (length == 0 || value.Length != AddressOffset + length) return false;
        ushort port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (StunHeader.MagicCookie >> 16));
        Span<byte> plain = stackalloc byte[16];
        Xor(value[AddressOffset..], message.TransactionId, plain);
        return TransportAddress.TryFromBytes(plain[..length], port, 0, out address);
    }

    /// <summary>Writes the value of XOR-MAPPED-ADDRESS and returns its length, 8 or 20.</summary>
    internal static int WriteXorAddress(in TransportAddress address, StunTransactionId id, Span<byte> destination)
    {
        Span<byte> plain = stackalloc byte[16];
        int length = address.WriteBytes(plain);
        destination[0] = 0;
        destination[FamilyOffset] = length == 4 ? FamilyIPv4 : FamilyIPv6;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(address.Port ^ (StunHeader.MagicCookie >> 16)));
        Xor(plain[..length], id, destination[AddressOffset..]);
        return AddressOffset + length;
    }

    // RFC 8489 §14.2: XORed with the cookie and, for IPv6, the transaction ID behind it.
    private static void Xor(ReadOnlySpan<byte> source, StunTransactionId id, Span<byte> destination)
    {
        Span<byte> mask = stackalloc byte[4 + StunTransactionId.Length];
        BinaryPrimitives.WriteUInt32BigEndian(mask, StunHeader.MagicCookie);
        id.Write(mask[4..]);
        for (int i = 0; i < source.Length; i++) destination[i] = (byte)(source[i] ^ mask[i]);
    }
}
