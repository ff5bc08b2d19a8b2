using Lookout.Fuzz.Corpus;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.Fuzz.Targets;

/// <summary>RTP headers with their extensions, and RTCP compounds.</summary>
internal static class RtpParsers
{
    // A NACK entry names 17 packets in 4 bytes; a run of 8191 packets takes 2, which only the session bounds.
    private const int MaxNamed = 65_536;

    public static byte[][] PacketCorpus { get; } = [.. MakePackets()];

    public static byte[][] CompoundCorpus { get; } = RtcpCorpus.About(new Ssrc(7), new Ssrc(1), new SequenceNumber(500));

    public static bool Packet(byte[] input)
    {
        DatagramDemultiplexer.KindOf(input);
        if (!RtpHeader.TryParse(input, out RtpHeader header)) return false;
        ParserTarget.Must(header.PayloadOffset + header.PayloadLength + header.PaddingLength == input.Length, "the parts are not the whole");
        foreach (HeaderExtension element in new HeaderExtensions(input.AsSpan(header.ExtensionOffset, header.ExtensionLength)))
        {
            _ = TransportSequence.TryParse(element.Data, out _);
            _ = AbsoluteCaptureTime.TryParse(element.Data, out _);
            _ = PlayoutDelay.TryParse(element.Data, out _);
            _ = VideoOrientation.TryParse(element.Data, out _);
        }

        return true;
    }

    public static bool Compound(byte[] input)
    {
        var reader = new RtcpReader(input);
        int known = 0;
        while (reader.TryRead(out RtcpPacket packet)) known += Read(packet) ? 1 : 0;
        return known > 0 && !reader.Malformed;
    }

    private static bool Read(RtcpPacket packet)
    {
        int items = 0;
        if (SenderReport.TryParse(packet, out _, out ReportBlocks ofSender))
            foreach (ReportBlock _ in ofSender) items++;
        if (ReceiverReport.TryParse(packet, out _, out ReportBlocks ofReceiver))
            foreach (ReportBlock _ in ofReceiver) items++;
        if (Nack.TryParse(packet, out Nack nack))
            foreach (SequenceNumber _ in nack) items++;
        if (TransportFeedback.TryParse(packet, out TransportFeedback feedback))
        {
            foreach (PacketArrival _ in feedback) items++;
            ParserTarget.Must(items == feedback.StatusCount, "not as many arrivals as announced");
        }

        ParserTarget.Must(items <= MaxNamed, "more items than a packet can name");
        return FullIntraRequest.TryFind(packet, new Ssrc(7), out _) || PictureLossIndication.TryParse(packet, out _)
            || ReceiverEstimatedBitrate.TryParse(packet, out _) || SourceDescription.TryParse(packet, out _, out _)
            || Bye.TryParse(packet, out _) || items > 0;
    }

    private static IEnumerable<byte[]> MakePackets()
    {
        var extensions = new OutgoingExtensions(new HeaderExtensionIds(4, 5, 12, 3));
        foreach (int padding in new[] { 0, 20 })
        {
            var bytes = new byte[200];
            int end = new RtpHeader { Marker = true, PayloadType = 102, SequenceNumber = new(9), Ssrc = new(7), PaddingLength = padding }
                .Write(bytes, padding == 0 ? extensions.Elements : default);
            if (padding == 0) extensions.Fill(bytes, 77, 1ul << 40);
            bytes[^1] = (byte)padding;
            yield return padding == 0 ? bytes[..(end + 50)] : bytes;
        }

        // Two contributing sources, and an extension of another kind.
        yield return [0x92, 102, 0, 9, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0x10, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9];
    }
}
