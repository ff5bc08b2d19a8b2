using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>
/// A receiver wants a key frame (RFC 5104 §4.3.1). Unlike in other feedback the stream is named in the entry, and a
/// request sent again keeps its sequence number.
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

    /// <summary>Finds the entry about <paramref name="media"/>. False when the packet is no FIR or has none.</summary>
    public static bool TryFind(RtcpPacket packet, Ssrc media, out FullIntraRequest request)
    {
        request = default;
        if (!Feedback.TryParse(packet, RtcpPacketType.PayloadFeedback, Format, out Feedback feedback)) return false;
        for (ReadOnlySpan<byte> entry = packet.Body[Feedback.BodyLength..]; entry.Length >= EntryLength; entry = entry[EntryLength..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(entry) != media.Value) continue;
            request = new FullIntraRequest(feedback.Sender, media, entry[4]);
            return true;
        }

        return false;
    }
}
