using System.Buffers.Binary;

namespace Lookout.Rtc.Rtp;

/// <summary>
/// An RTP header and where the payload lies behind it (RFC 3550 §5.1). All lengths and offsets are bytes.
/// </summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           timestamp                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           synchronization source (SSRC) identifier            |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |            contributing source (CSRC) identifiers             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   extension: profile (16)     |     length in 32-bit words    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly record struct RtpHeader
{
    /// <summary>Length of a header without CSRCs and extension.</summary>
    public const int FixedLength = 12;

    internal const int Version = 2;
    private const int PaddingBit = 0x20;
    private const int ExtensionBit = 0x10;
    private const int CsrcCountMask = 0x0F;
    private const int MarkerBit = 0x80;
    private const int PayloadTypeMask = 0x7F;
    internal const int ExtensionHeaderLength = 4;
    private const int WordLength = 4;

    /// <summary>For video: this packet is the last of its frame.</summary>
    public bool Marker { get; init; }

    /// <summary>Payload type, 0 to 127.</summary>
    public byte PayloadType { get; init; }

    public SequenceNumber SequenceNumber { get; init; }

    /// <summary>Sampling time in units of the payload's clock: 90 kHz for video.</summary>
    public uint Timestamp { get; init; }

    public Ssrc Ssrc { get; init; }

    /// <summary>Number of contributing sources behind the fixed header, 0 to 15.</summary>
    public int CsrcCount { get; private init; }

    /// <summary>What kind of extension follows, 0xBEDE for one-byte elements; meaningless without an extension.</summary>
    public ushort ExtensionProfile { get; private init; }

    /// <summary>Where the extension's elements begin.</summary>
    public int ExtensionOffset { get; private init; }

    /// <summary>Length of the extension's elements, 0 when there is none.</summary>
    public int ExtensionLength { get; private init; }

    /// <summary>Where the payload begins: the length of the whole header.</summary>
    public int PayloadOffset { get; private init; }

    /// <summary>Length of the payload without padding.</summary>
    public int PayloadLength { get; private init; }

    /// <summary>Bytes of padding behind the payload, its own count byte included.</summary>
    public int PaddingLength { get; init; }

    /// <summary>
    /// Parses the header of a plaintext packet. False for anything that contradicts itself: wrong version, CSRCs or
    /// extension past the end, padding of 0 or more than the payload.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        if (!TryParseAuthenticated(packet, out header)) return false;
        if ((packet[0] & PaddingBit) == 0) return true;

        // The last byte counts the padding including itself, so 0 cannot be, and an empty payload cannot hold it.
        if (header.PayloadLength == 0) return false;
        int padding = packet[^1];
        if (padding == 0 || padding > header.PayloadLength) return false;
        header = header with { PaddingLength = padding, PayloadLength = header.PayloadLength - padding };
        return true;
    }

    /// <summary>
    /// Parses only what SRTP leaves in the clear. Padding is part of the ciphertext (RFC 3711 §3.1) and so counts as
    /// payload here.
    /// </summary>
    internal static bool TryParseAuthenticated(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength || packet[0] >> 6 != Version) return false;

        int csrcCount = packet[0] & CsrcCountMask;
        int end = FixedLength + WordLength * csrcCount;
        if (packet.Length < end) return false;

        ushort extensionProfile = 0;
        int extensionOffset = end;
        int extensionLength = 0;
        if ((packet[0] & ExtensionBit) != 0)
        {
            if (packet.Length < end + ExtensionHeaderLength) return false;
            extensionProfile = BinaryPrimitives.ReadUInt16BigEndian(packet[end..]);
            extensionLength = WordLength * BinaryPrimitives.ReadUInt16BigEndian(packet[(end + 2)..]);
            extensionOffset = end + ExtensionHeaderLength;
            end = extensionOffset + extensionLength;
            if (packet.Length < end) return false;
        }

        header = new RtpHeader
        {
            Marker = (packet[1] & MarkerBit) != 0,
            PayloadType = (byte)(packet[1] & PayloadTypeMask),
            SequenceNumber = SequenceOf(packet),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            Ssrc = SsrcOf(packet),
            CsrcCount = csrcCount,
            ExtensionProfile = extensionProfile,
            ExtensionOffset = extensionOffset,
            ExtensionLength = extensionLength,
            PayloadOffset = end,
            PayloadLength = packet.Length - end,
        };
        return true;
    }

    internal static SequenceNumber SequenceOf(ReadOnlySpan<byte> packet) => new(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));

    internal static Ssrc SsrcOf(ReadOnlySpan<byte> packet) => new(BinaryPrimitives.ReadUInt32BigEndian(packet[8..]));

    /// <summary>
    /// Writes the header without CSRCs, and behind it the one-byte <paramref name="elements"/> (see
    /// <see cref="HeaderExtensions"/>) if there are any, padded to a full word. Returns the length written. The header
    /// announces <see cref="PaddingLength"/>; the padding itself is for the caller to write behind the payload.
    /// </summary>
    public int Write(Span<byte> destination, ReadOnlySpan<byte> elements = default)
    {
        int length = Write(destination, Marker, PayloadType, SequenceNumber, Timestamp, Ssrc, elements);
        if (PaddingLength > 0) destination[0] |= PaddingBit;
        return length;
    }

    /// <summary>
    /// The same for a packet without padding, from single values: a header that is built and copied at once costs more than it is to write.
    /// </summary>
    internal static int Write(
        Span<byte> destination, bool marker, byte payloadType, SequenceNumber sequence, uint timestamp, Ssrc ssrc, ReadOnlySpan<byte> elements)
    {
        destination[0] = (byte)(Version << 6 | (elements.IsEmpty ? 0 : ExtensionBit));
        destination[1] = (byte)((marker ? MarkerBit : 0) | payloadType & PayloadTypeMask);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ssrc.Value);
        if (elements.IsEmpty) return FixedLength;

        int words = (elements.Length + WordLength - 1) / WordLength;
        Span<byte> extension = destination.Slice(FixedLength, ExtensionHeaderLength + WordLength * words);
        BinaryPrimitives.WriteUInt16BigEndian(extension, HeaderExtensions.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(extension[2..], (ushort)words);
        elements.CopyTo(extension[ExtensionHeaderLength..]);
        extension[(ExtensionHeaderLength + elements.Length)..].Clear();
        return FixedLength + extension.Length;
    }
}
