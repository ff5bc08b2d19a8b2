using System.Buffers.Binary;
using Lookout.Rtc.Congestion;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>RTCP from the viewer.</summary>
public sealed partial class RtcSession
{
    // What one datagram may cost: packets asked for again, arrivals and report blocks. A second of a fast stream's feedback
    // fits; 1500 bytes could name a million packets.
    private const int MaxFeedbackItems = 4096;
    private const int FractionUnits = 256;
    private const int RtpSsrcOffset = 8;
    private const int RtcpSsrcOffset = 4;

    /// <summary>What the path to the viewer carries; null when it says nothing of it, and before there are keys.</summary>
    public BandwidthEstimator? Bandwidth { get; private set; }

    /// <summary>Who estimates: we from feedback on every packet, the viewer, or nobody.</summary>
    public RateFeedback RateFeedback => _options.RateFeedback;

    /// <summary>By the newest report that answers one of ours; null before the first.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>The newest report block about our video; default before the first.</summary>
    public ReportBlock LastReport => _video.LastReport;

    /// <summary>Whether the viewer has asked for a key frame since the last call; several requests are one.</summary>
    public bool TakeKeyFrameRequest() => _video.KeyFrameRequests.Take();

    // RFC 3550 §8.2: a source that meets its own SSRC changes it. Ours stands in the answer and could change by another
    // offer only; but no two streams meet, for the viewer's packets have keys of their own. So they are told apart by
    // direction, and what comes under our name is not read.
    private bool IsOurs(Ssrc ssrc) => Array.IndexOf(_sources, ssrc) >= 0;

    private bool IsOurs(ReadOnlySpan<byte> rtp) =>
        rtp.Length >= RtpHeader.FixedLength && IsOurs(new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(rtp[RtpSsrcOffset..])));

    private void ReceiveRtcp(TimeSpan now, Span<byte> datagram)
    {
        if (!_inbound!.TryUnprotectRtcp(datagram, out int length))
        {
            Counters.Rejected++;
            return;
        }

        if (IsOurs(new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(datagram[RtcpSsrcOffset..]))))
        {
            Counters.SsrcCollisions++;
            return;
        }

        int items = MaxFeedbackItems;
        var reader = new RtcpReader(datagram[..length]);
        while (items > 0 && reader.TryRead(out RtcpPacket packet)) Dispatch(now, packet, ref items);
        if (items <= 0) Counters.FeedbackCut++;
    }

    private void Dispatch(TimeSpan now, RtcpPacket packet, ref int items)
    {
        switch (packet.Type)
        {
            case RtcpPacketType.ReceiverReport when ReceiverReport.TryParse(packet, out _, out ReportBlocks blocks):
                ReceiveBlocks(now, blocks, ref items);
                break;
            case RtcpPacketType.SenderReport when SenderReport.TryParse(packet, out _, out ReportBlocks blocks):
                ReceiveBlocks(now, blocks, ref items);
                break;
            case RtcpPacketType.TransportFeedback when Nack.TryParse(packet, out Nack nack):
                ReceiveNack(now, nack, ref items);
                break;
            case RtcpPacketType.TransportFeedback when TransportFeedback.TryParse(packet, out TransportFeedback feedback):
                items -= feedback.StatusCount;
                if (items > 0 && _options.RateFeedback == RateFeedback.TransportWide) Bandwidth!.Receive(now, feedback);
                break;
            case RtcpPacketType.PayloadFeedback when ReceiverEstimatedBitrate.TryParse(packet, out ReceiverEstimatedBitrate estimate):
                if (_options.RateFeedback == RateFeedback.ReceiverEstimate) Bandwidth!.ReceiveRemb(now, estimate.Bps);
                break;
            case RtcpPacketType.PayloadFeedback:
                ReceiveKeyFrameRequest(packet);
                break;
            case RtcpPacketType.Bye when Bye.TryParse(packet, out _):
                // It ends a stream of the viewer's, none of ours: that the viewer leaves, DTLS says, or its consent.
                Counters.ByesReceived++;
                break;
        }
    }

    private void ReceiveBlocks(TimeSpan now, ReportBlocks blocks, ref int items)
    {
        foreach (ReportBlock block in blocks)
        {
            items--;
            if (TrackOf(block.Source) is not { } track) continue;
            track.LastReport = block;
            if (_reports.TryMeasure(now, block, out TimeSpan roundTrip)) RoundTrip = roundTrip;
            if (track == _video) Bandwidth?.ReceiveReport(now, (double)block.FractionLost / FractionUnits, roundTrip);
        }
    }

    private void ReceiveNack(TimeSpan now, Nack nack, ref int items)
    {
        if (TrackOf(nack.Feedback.Media) is not { } track) return;
        foreach (SequenceNumber missing in nack)
        {
            if (--items <= 0) return;
            Counters.NacksReceived++;
            if (!track.Media.TryFind(missing, out _, out _) || !track.Resends.TryAdd(now, missing, RoundTrip ?? TimeSpan.Zero)) Counters.NacksIgnored++;
        }
    }

    private void ReceiveKeyFrameRequest(RtcpPacket packet)
    {
        if (PictureLossIndication.TryParse(packet, out PictureLossIndication loss))
        {
            if (TrackOf(loss.Feedback.Media) is not { } track) return;
            track.KeyFrameRequests.Receive();
            Counters.KeyFrameRequests++;
            return;
        }

        foreach (OutgoingTrack track in _tracks)
        {
            if (!FullIntraRequest.TryFind(packet, track.Ssrc, out FullIntraRequest request)) continue;
            if (track.KeyFrameRequests.Receive(request)) Counters.KeyFrameRequests++;
            else Counters.KeyFrameRequestsRepeated++;
        }
    }

    private OutgoingTrack? TrackOf(Ssrc media)
    {
        foreach (OutgoingTrack track in _tracks)
            if (track.Ssrc == media) return track;
        return null;
    }
}
