using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>
/// What all feedback messages begin with (RFC 4585 §6.1): who sends the message, and which stream it is about.
/// </summary>
public readonly record struct Feedback(Ssrc Sender, Ssrc Media)
{
    /// <summary>Length of the common header and both SSRCs.</summary>
    internal const int Length = RtcpPacket.HeaderLength + BodyLength;

    /// <summary>Length of both SSRCs: what comes behind is the feedback control information.</summary>
    internal const int BodyLength = 8;

    internal void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[RtcpPacket.HeaderLength..], Sender.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[(RtcpPacket.HeaderLength + 4)..], Media.Value);
    }

    /// <summary>False when the packet is of another type or format, or too short.</summary>
    internal static bool TryParse(RtcpPacket packet, RtcpPacketType type, int format, out Feedback feedback)
    {
        feedback = default;
        if (packet.Type != type || packet.Count != format || packet.Body.Length < BodyLength) return false;
        feedback = new Feedback(
            new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(packet.Body)),
            new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(packet.Body[4..])));
        return true;
    }
}
