namespace Lookout.Rtc.Rtcp;

/// <summary>A receiver can no longer decode and asks for a key frame (RFC 4585 §6.3.1).</summary>
public readonly record struct PictureLossIndication(Feedback Feedback)
{
    public const int Length = Feedback.Length;

    private const int Format = 1;

    /// <summary>Writes the message and returns <see cref="Length"/>.</summary>
    public int Write(Span<byte> destination)
    {
        Feedback.Write(destination);
        return RtcpPacket.WriteHeader(destination, RtcpPacketType.PayloadFeedback, Format, Length);
    }

    public static bool TryParse(RtcpPacket packet, out PictureLossIndication indication)
    {
        bool parsed = Feedback.TryParse(packet, RtcpPacketType.PayloadFeedback, Format, out Feedback feedback);
        indication = new PictureLossIndication(feedback);
        return parsed;
    }
}
