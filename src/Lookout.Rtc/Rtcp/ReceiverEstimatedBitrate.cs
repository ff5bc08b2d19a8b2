using System.Buffers.Binary;
using System.Numerics;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>
/// REMB: what a receiver holds the path to carry (draft-alvestrand-rmcat-remb-03 §2.2). The streams it is about are not
/// read: it concerns all that go to that receiver.
/// </summary>
/// <param name="Sender">The receiver that estimates.</param>
/// <param name="Bps">Bits per second, the packets' headers included.</param>
public readonly record struct ReceiverEstimatedBitrate(Ssrc Sender, long Bps)
{
    public const int Length = Feedback.Length + EntryLength + SsrcLength;

    private const int Format = 15;
    private const uint Identifier = 0x52454D42; // "REMB": format 15 is for any application (RFC 4585 §6.4).
    private const int EntryLength = 8;
    private const int SsrcLength = 4;
    private const int MantissaBits = 18;

    /// <summary>Writes the message about one stream and returns <see cref="Length"/>. Digits past 18 bits are cut off.</summary>
    public int Write(Span<byte> destination, Ssrc media)
    {
        new Feedback(Sender, default).Write(destination);
        Span<byte> entry = destination[Feedback.Length..];
        int exponent = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)Bps) - MantissaBits);
        BinaryPrimitives.WriteUInt32BigEndian(entry, Identifier);
        BinaryPrimitives.WriteUInt32BigEndian(entry[4..], 1u << 24 | (uint)exponent << MantissaBits | (uint)(Bps >> exponent));
        BinaryPrimitives.WriteUInt32BigEndian(entry[EntryLength..], media.Value);
        return RtcpPacket.WriteHeader(destination, RtcpPacketType.PayloadFeedback, Format, Length);
    }

    /// <summary>
    /// False when the packet is no REMB, is shorter than its count of streams, or names a rate beyond 63 bits.
    /// </summary>
    public static bool TryParse(RtcpPacket packet, out ReceiverEstimatedBitrate estimate)
    {
        estimate = default;
        if (!Feedback.TryParse(packet, RtcpPacketType.PayloadFeedback, Format, out Feedback feedback)) return false;
        ReadOnlySpan<byte> entry = packet.Body[Feedback.BodyLength..];
        if (entry.Length < EntryLength || BinaryPrimitives.ReadUInt32BigEndian(entry) != Identifier) return false;
        uint fields = BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
        int streams = (int)(fields >> 24);
        if (entry.Length < EntryLength + streams * SsrcLength) return false;
        int exponent = (int)(fields >> MantissaBits & 0x3F);
        long mantissa = fields & (1 << MantissaBits) - 1;
        if (mantissa != 0 && exponent > BitOperations.LeadingZeroCount((ulong)mantissa) - 1) return false;
        estimate = new ReceiverEstimatedBitrate(feedback.Sender, mantissa << exponent);
        return true;
    }
}
