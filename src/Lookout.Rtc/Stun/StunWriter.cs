using System.Buffers.Binary;

namespace Lookout.Rtc.Stun;

/// <summary>
/// Writes one STUN message into the caller's span, attribute by attribute; the header's length is right after each.
/// A span that is too small is our own mistake and throws.
/// </summary>
public ref struct StunWriter
{
    private readonly Span<byte> _buffer;
    private readonly StunTransactionId _id;

    /// <summary>Starts a message: of Binding, unless another method is given.</summary>
    public StunWriter(Span<byte> buffer, StunClass @class, StunTransactionId id, int method = StunHeader.BindingMethod)
    {
        _buffer = buffer;
        _id = id;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, StunHeader.Type(@class, method));
        BinaryPrimitives.WriteUInt32BigEndian(buffer[StunHeader.CookieOffset..], StunHeader.MagicCookie);
        id.Write(buffer[StunHeader.TransactionIdOffset..]);
        Length = StunHeader.Length;
        WriteLength(Length);
    }

    /// <summary>Bytes of the message so far.</summary>
    public int Length { get; private set; }

    /// <summary>An attribute by its raw value, zero-padded to four bytes.</summary>
    public void Add(StunAttributeType type, scoped ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(type, value.Length));
    }

    public void AddPriority(uint priority) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(StunAttributeType.Priority, 4), priority);

    public void AddUseCandidate() => Reserve(StunAttributeType.UseCandidate, 0);

    /// <summary>ICE-CONTROLLING or ICE-CONTROLLED.</summary>
    public void AddRole(StunAttributeType role, ulong tieBreaker) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(role, 8), tieBreaker);

    public void AddXorMappedAddress(in TransportAddress address) => AddXorAddress(StunAttributeType.XorMappedAddress, address);

    /// <summary>XOR-MAPPED-ADDRESS, or one of TURN's attributes in its format (RFC 8656 §18.3, §18.5).</summary>
    public void AddXorAddress(StunAttributeType type, in TransportAddress address)
    {
        Span<byte> value = stackalloc byte[20];
        int length = StunAttributes.WriteXorAddress(address, _id, value);
        Add(type, value[..length]);
    }

    /// <summary>ERROR-CODE with an empty reason phrase: the number says it all and stays small.</summary>
    public void AddErrorCode(int code)
    {
        Span<byte> value = Reserve(StunAttributeType.ErrorCode, 4);
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
    }

    /// <summary>UNKNOWN-ATTRIBUTES, the companion of error 420.</summary>
    public void AddUnknownAttributes(scoped ReadOnlySpan<ushort> types)
    {
        Span<byte> value = Reserve(StunAttributeType.UnknownAttributes, 2 * types.Length);
        for (int i = 0; i < types.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(value[(2 * i)..], types[i]);
    }

    /// <summary>MESSAGE-INTEGRITY over everything before it.</summary>
    public void AddIntegrity(scoped ReadOnlySpan<byte> key)
    {
        int covered = Length;
        Span<byte> value = Reserve(StunAttributeType.MessageIntegrity, StunHeader.IntegrityLength);
        StunIntegrity.Compute(key, _buffer[..covered], value);
    }

    /// <summary>FINGERPRINT over everything before it; always the last attribute.</summary>
    public void AddFingerprint()
    {
        int covered = Length;
        Span<byte> value = Reserve(StunAttributeType.Fingerprint, StunHeader.FingerprintLength);
        BinaryPrimitives.WriteUInt32BigEndian(value, Crc32.Compute(_buffer[..covered]) ^ StunHeader.FingerprintXor);
    }

    private Span<byte> Reserve(StunAttributeType type, int length)
    {
        int padded = StunHeader.Padded(length);
        Span<byte> attribute = _buffer.Slice(Length, StunHeader.AttributeHeaderLength + padded);
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)length);
        attribute[StunHeader.AttributeHeaderLength..].Clear();
        Length += attribute.Length;
        WriteLength(Length);
        return attribute.Slice(StunHeader.AttributeHeaderLength, length);
    }

    private readonly void WriteLength(int total) =>
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[StunHeader.LengthOffset..], (ushort)(total - StunHeader.Length));
}
