using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>
/// The repair stream of a track (RFC 4588 §4): packets sent again under an own SSRC, payload type and sequence number, the
/// number they had first in front of their payload. Also carries padding, as libwebrtc does.
/// </summary>
/// <remarks>Every packet of it is a new one to SRTP, whatever it repeats.</remarks>
internal sealed class RtxSender(RtcSource stream)
{
    /// <summary>Bytes a payload grows by: the original sequence number.</summary>
    public const int OriginalSequenceLength = 2;

    /// <summary>Longest padding of a packet; libwebrtc's, and a multiple of the cipher's block.</summary>
    public const int MaxPadding = 224;

    private SequenceNumber _next = stream.First;

    public Ssrc Ssrc => stream.Ssrc;

    public uint PacketCount { get; private set; }

    public uint OctetCount { get; private set; }

    /// <summary>Writes the packet again that was sent under <paramref name="original"/> and returns its length.</summary>
    public int Write(Span<byte> buffer, in RtpHeader original, in StoredPacket packet, ReadOnlySpan<byte> elements)
    {
        int length = Next(original.Timestamp, original.Marker).Write(buffer, elements);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[length..], original.SequenceNumber.Value);
        length += OriginalSequenceLength;
        packet.Payload.CopyTo(buffer[length..]);
        OctetCount += (uint)(OriginalSequenceLength + packet.Payload.Length);
        return length + packet.Payload.Length;
    }

    /// <summary>Writes a packet of nothing but padding, 1 to <see cref="MaxPadding"/> bytes, and returns its length.</summary>
    public int WritePadding(Span<byte> buffer, int padding, uint timestamp, ReadOnlySpan<byte> elements)
    {
        int length = (Next(timestamp, marker: false) with { PaddingLength = padding }).Write(buffer, elements);
        Span<byte> bytes = buffer.Slice(length, padding);
        bytes.Clear();
        bytes[^1] = (byte)padding;
        return length + padding;
    }

    private RtpHeader Next(uint timestamp, bool marker)
    {
        SequenceNumber sequence = _next;
        _next = sequence.Next;
        PacketCount++;
        return new RtpHeader { Marker = marker, PayloadType = stream.PayloadType, SequenceNumber = sequence, Timestamp = timestamp, Ssrc = stream.Ssrc };
    }
}
