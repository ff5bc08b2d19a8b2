using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>
/// A receiver wants a key frame (RFC 5104 §4.3.1). Unlike in other feedback the stream is named in the entry, and a
/// request sent again keeps its sequence number. Of several entries the first is read.
/// </summary>
/// <param name="Sender">Who asks.</param>
/// <param name="Media">The stream that shall give a key frame.</param>
/// <param name="Sequence">Counts the requests for that stream, modulo 256.</param>
public readonly record struct FullIntraRequest(Ssrc Sender, Ssrc Media, byte Sequence)
{
    public const int Length = Feedback.Length + EntryLength;

    private const int Format = 4;
    private const int EntryLength = 8;

    /// <summary>Writes the message with one entry and returns <see cref="Length"/>.</summary>
    public int Write(Span<byte> destination)
    {
        // RFC 5104 §4.3.1.2: the media source of the feedback header is not used and 0.
        new Feedback(Sender, default).Write(destination);
        Span<byte> entry = destination[Feedback.Length..];
        BinaryPrimitives.WriteUInt32BigEndian(entry, Media.Value);
        BinaryPrimitives.WriteUInt32BigEndian(entry[4..], (uint)Sequence << 24);
        return RtcpPacket.WriteHeader(destination, RtcpPacketType.PayloadFeedback, Format, Length);
    }

    /// <summary>False when the packet is no FIR or has no entry.</summary>
    public static bool TryParse(RtcpPacket packet, out FullIntraRequest request)
    {
        request = default;
        if (!Feedback.TryParse(packet, RtcpPacketType.PayloadFeedback, Format, out Feedback feedback)) return false;
        ReadOnlySpan<byte> entry = packet.Body[Feedback.BodyLength..];
        if (entry.Length < EntryLength) return false;
        request = new FullIntraRequest(
            feedback.Sender, new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(entry)), entry[4]);
        return true;
    }
}
