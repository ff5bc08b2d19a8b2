using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>Ties a stream's RTP time to wall-clock time and says how much was sent (RFC 3550 §6.4.1).</summary>
/// <param name="Ssrc">The sender's stream.</param>
/// <param name="NtpTime">64-bit NTP timestamp: seconds since 1900 in the upper half, the fraction in the lower.</param>
/// <param name="RtpTime">The same moment on the stream's RTP clock.</param>
/// <param name="PacketCount">Packets sent so far, modulo 2^32.</param>
/// <param name="OctetCount">Payload bytes sent so far, without headers and padding, modulo 2^32.</param>
public readonly record struct SenderReport(Ssrc Ssrc, ulong NtpTime, uint RtpTime, uint PacketCount, uint OctetCount)
{
    /// <summary>Length of a report without report blocks.</summary>
    public const int Length = RtcpPacket.HeaderLength + BodyLength;

    private const int BodyLength = 24;

    /// <summary>The middle 32 bits of the NTP time: what a receiver echoes in its report blocks.</summary>
    public uint CompactNtpTime => (uint)(NtpTime >> 16);

    /// <summary>Writes the report without report blocks and returns <see cref="Length"/>.</summary>
    public int Write(Span<byte> destination)
    {
        Span<byte> body = destination[RtcpPacket.HeaderLength..];
        BinaryPrimitives.WriteUInt32BigEndian(body, Ssrc.Value);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], NtpTime);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], RtpTime);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], OctetCount);
        return RtcpPacket.WriteHeader(destination, RtcpPacketType.SenderReport, 0, Length);
    }

    /// <summary>Parses a report and lends its report blocks. False for another type or too short a packet.</summary>
    public static bool TryParse(RtcpPacket packet, out SenderReport report, out ReportBlocks blocks)
    {
        report = default;
        blocks = default;
        ReadOnlySpan<byte> body = packet.Body;
        int end = BodyLength + packet.Count * ReportBlock.Length;
        if (packet.Type != RtcpPacketType.SenderReport || body.Length < end) return false;
        report = new SenderReport(
            new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(body)),
            BinaryPrimitives.ReadUInt64BigEndian(body[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[20..]));
        blocks = new ReportBlocks(body[BodyLength..end]);
        return true;
    }
}
