using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lookout.Rtc.Stun;

/// <summary>
/// A view of one STUN message (RFC 8489) over the datagram it came in; copies and allocates nothing.
/// A parsed message is well formed; whether it is genuine say <see cref="HasValidFingerprint"/> and
/// <see cref="IsAuthentic"/>.
/// </summary>
public readonly ref struct StunMessage
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _integrityOffset;
    private readonly int _fingerprintOffset;
    private readonly int _end;

    private StunMessage(ReadOnlySpan<byte> bytes, int integrityOffset, int fingerprintOffset, int end)
    {
        _bytes = bytes;
        _integrityOffset = integrityOffset;
        _fingerprintOffset = fingerprintOffset;
        _end = end;
    }

    /// <summary>Request, indication, success or error response.</summary>
    public StunClass Class => StunHeader.Class(BinaryPrimitives.ReadUInt16BigEndian(_bytes));

    /// <summary>The method; ICE knows Binding (1) only.</summary>
    public int Method => StunHeader.Method(BinaryPrimitives.ReadUInt16BigEndian(_bytes));

    /// <summary>Whether the method is Binding.</summary>
    public bool IsBinding => Method == StunHeader.BindingMethod;

    public StunTransactionId TransactionId => StunTransactionId.Read(_bytes[StunHeader.TransactionIdOffset..]);

    /// <summary>Whether the message has a MESSAGE-INTEGRITY attribute.</summary>
    public bool HasIntegrity => _integrityOffset != 0;

    /// <summary>Whether a datagram can be STUN by its first byte (RFC 7983 §7).</summary>
    public static bool LooksLikeStun(ReadOnlySpan<byte> datagram) => datagram.Length >= StunHeader.Length && datagram[0] <= 3;

    /// <summary>
    /// Checks the header, that the length fills the datagram, and that every attribute lies inside it.
    /// Any malformed input is false.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (!LooksLikeStun(datagram) || datagram.Length > StunHeader.MaxMessageLength) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(datagram[StunHeader.LengthOffset..]);
        if (length % 4 != 0 || length + StunHeader.Length != datagram.Length) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(datagram[StunHeader.CookieOffset..]) != StunHeader.MagicCookie) return false;

        int integrity = 0;
        int fingerprint = 0;
        int end = 0;
        for (int offset = StunHeader.Length; offset < datagram.Length;)
        {
            if (!TryReadAttribute(datagram, offset, out StunAttributeType type, out ReadOnlySpan<byte> value, out int next)) return false;
            // RFC 8489 §14.7: FINGERPRINT is the last attribute.
            if (fingerprint != 0) return false;
            if (type == StunAttributeType.Fingerprint)
            {
                if (value.Length != StunHeader.FingerprintLength) return false;
                fingerprint = offset;
            }
            else if (type == StunAttributeType.MessageIntegrity && integrity == 0)
            {
                if (value.Length != StunHeader.IntegrityLength) return false;
                integrity = offset;
            }

            // RFC 8489 §14.5: what follows MESSAGE-INTEGRITY is not authenticated and is not looked at.
            if (end == 0 && (integrity != 0 || fingerprint != 0)) end = offset;
            offset = next;
        }

        message = new StunMessage(datagram, integrity, fingerprint, end == 0 ? datagram.Length : end);
        return true;
    }

    /// <summary>Whether FINGERPRINT is present and right (RFC 8489 §14.7).</summary>
    public bool HasValidFingerprint()
    {
        if (_fingerprintOffset == 0) return false;
        uint expected = Crc32.Compute(_bytes[.._fingerprintOffset]) ^ StunHeader.FingerprintXor;
        return BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_fingerprintOffset + StunHeader.AttributeHeaderLength)..]) == expected;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is present and made with <paramref name="key"/>; compares in fixed time.</summary>
    public bool IsAuthentic(ReadOnlySpan<byte> key)
    {
        if (_integrityOffset == 0) return false;
        // RFC 8489 §14.5: the length field counts up to and including MESSAGE-INTEGRITY while the HMAC is computed.
        Span<byte> covered = stackalloc byte[_integrityOffset];
        _bytes[.._integrityOffset].CopyTo(covered);
        int length = _integrityOffset + StunHeader.AttributeHeaderLength + StunHeader.IntegrityLength - StunHeader.Length;
        BinaryPrimitives.WriteUInt16BigEndian(covered[StunHeader.LengthOffset..], (ushort)length);
        Span<byte> expected = stackalloc byte[StunHeader.IntegrityLength];
        StunIntegrity.Compute(key, covered, expected);
        ReadOnlySpan<byte> actual = _bytes.Slice(_integrityOffset + StunHeader.AttributeHeaderLength, StunHeader.IntegrityLength);
        return CryptographicOperations.FixedTimeEquals(expected, actual);
    }

    /// <summary>Finds the first attribute of a type among those that MESSAGE-INTEGRITY covers.</summary>
    public bool TryGet(StunAttributeType wanted, out ReadOnlySpan<byte> value)
    {
        for (int offset = StunHeader.Length; offset < _end;)
        {
            if (!TryReadAttribute(_bytes, offset, out StunAttributeType type, out value, out offset)) break;
            if (type == wanted) return true;
        }

        value = default;
        return false;
    }

    /// <summary>
    /// Collects comprehension-required attributes we do not know (RFC 8489 §6.3) and returns how many fit into
    /// <paramref name="unknown"/>.
    /// </summary>
    public int CollectUnknown(Span<ushort> unknown)
    {
        int count = 0;
        for (int offset = StunHeader.Length; offset < _end && count < unknown.Length;)
        {
            if (!TryReadAttribute(_bytes, offset, out StunAttributeType type, out _, out offset)) break;
            if ((ushort)type < 0x8000 && !IsKnown(type)) unknown[count++] = (ushort)type;
        }

        return count;
    }

    private static bool IsKnown(StunAttributeType type) => type is StunAttributeType.Username or StunAttributeType.MessageIntegrity
        or StunAttributeType.ErrorCode or StunAttributeType.UnknownAttributes or StunAttributeType.Realm or StunAttributeType.Nonce
        or StunAttributeType.XorMappedAddress or StunAttributeType.Priority or StunAttributeType.UseCandidate;

    private static bool TryReadAttribute(
        ReadOnlySpan<byte> bytes, int offset, out StunAttributeType type, out ReadOnlySpan<byte> value, out int next)
    {
        type = default;
        value = default;
        next = bytes.Length;
        if (bytes.Length - offset < StunHeader.AttributeHeaderLength) return false;
        type = (StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(offset + 2)..]);
        int start = offset + StunHeader.AttributeHeaderLength;
        if (bytes.Length - start < StunHeader.Padded(length)) return false;
        value = bytes.Slice(start, length);
        next = start + StunHeader.Padded(length);
        return true;
    }
}
