using System.Buffers.Binary;
using System.Diagnostics;

namespace Lookout.Rtc.Rtcp;

/// <summary>One packet of a compound, borrowed from it: the fields of the common header and what follows it.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|  count  |       PT      |     length in words - 1       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct RtcpPacket
{
    internal const int HeaderLength = 4;
    internal const int WordLength = 4;

    private const int Version = 2;
    private const int PaddingBit = 0x20;
    private const int CountMask = 0x1F;

    private RtcpPacket(RtcpPacketType type, int count, ReadOnlySpan<byte> body)
    {
        Type = type;
        Count = count;
        Body = body;
    }

    public RtcpPacketType Type { get; }

    /// <summary>Five bits: a number of blocks, or the format of a feedback message.</summary>
    public int Count { get; }

    /// <summary>
    /// What follows the common header, without padding; a multiple of four bytes but in transport-wide feedback.
    /// </summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>
    /// Parses the first packet of <paramref name="compound"/>; <paramref name="length"/> is that of the packet with
    /// header and padding.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<byte> compound, out RtcpPacket packet, out int length)
    {
        packet = default;
        length = 0;
        if (compound.Length < HeaderLength || compound[0] >> 6 != Version) return false;
        int end = WordLength * (1 + BinaryPrimitives.ReadUInt16BigEndian(compound[2..]));
        if (compound.Length < end) return false;

        ReadOnlySpan<byte> body = compound[HeaderLength..end];
        if ((compound[0] & PaddingBit) != 0)
        {
            if (body.IsEmpty) return false;
            int padding = body[^1];
            if (padding == 0 || padding > body.Length) return false;
            // RFC 3550 §6.4.1: only the last packet may be padded, in whole words, the count byte included. libwebrtc fills
            // transport-wide feedback up to a word by padding, wherever it stands; it alone is read so.
            bool filled = compound[1] == (byte)RtcpPacketType.TransportFeedback && (compound[0] & CountMask) == TransportFeedback.Format;
            if (!filled && (end != compound.Length || padding % WordLength != 0)) return false;
            body = body[..^padding];
        }

        packet = new RtcpPacket((RtcpPacketType)compound[1], compound[0] & CountMask, body);
        length = end;
        return true;
    }

    /// <summary>Writes the common header of a packet of <paramref name="length"/> bytes and returns that length.</summary>
    internal static int WriteHeader(Span<byte> destination, RtcpPacketType type, int count, int length)
    {
        Debug.Assert(length % WordLength == 0 && count <= CountMask);
        destination[0] = (byte)(Version << 6 | count);
        destination[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(length / WordLength - 1));
        return length;
    }
}
