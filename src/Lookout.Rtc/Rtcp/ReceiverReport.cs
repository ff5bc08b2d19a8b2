using System.Buffers.Binary;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>How well a receiver gets the streams sent to it (RFC 3550 §6.4.2).</summary>
/// <param name="Ssrc">The receiver that reports.</param>
public readonly record struct ReceiverReport(Ssrc Ssrc)
{
    private const int SsrcLength = 4;

    /// <summary>Length of a report with that many blocks, at most 31.</summary>
    public static int Length(int blocks) => RtcpPacket.HeaderLength + SsrcLength + blocks * ReportBlock.Length;

    /// <summary>Writes the report with its blocks, at most 31, and returns its length.</summary>
    public int Write(Span<byte> destination, params ReadOnlySpan<ReportBlock> blocks)
    {
        Span<byte> body = destination[RtcpPacket.HeaderLength..];
        BinaryPrimitives.WriteUInt32BigEndian(body, Ssrc.Value);
        body = body[SsrcLength..];
        foreach (ReportBlock block in blocks) body = body[block.Write(body)..];
        return RtcpPacket.WriteHeader(destination, RtcpPacketType.ReceiverReport, blocks.Length, Length(blocks.Length));
    }

    /// <summary>Parses a report and lends its blocks. False for another type or too short a packet.</summary>
    public static bool TryParse(RtcpPacket packet, out ReceiverReport report, out ReportBlocks blocks)
    {
        report = default;
        blocks = default;
        int end = SsrcLength + packet.Count * ReportBlock.Length;
        if (packet.Type != RtcpPacketType.ReceiverReport || packet.Body.Length < end) return false;
        report = new ReceiverReport(new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(packet.Body)));
        blocks = new ReportBlocks(packet.Body[SsrcLength..end]);
        return true;
    }
}
