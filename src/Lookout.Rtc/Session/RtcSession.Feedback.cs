using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>RTCP in both directions: the viewer's feedback, and our sender reports.</summary>
public sealed partial class RtcSession
{
    // RFC 3550 §6.2 lets a session of two report as often as five per cent of the bandwidth carry; one a second is far below.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly ResendQueue _resends = new();
    private TimeSpan _nextReportAt;
    private SenderClock _clock;
    private bool _reportDue;
    private bool _byeDue;
    private bool _keyFrameRequested;

    /// <summary>The newest report block about our stream; default before the first.</summary>
    public ReportBlock LastReport { get; private set; }

    /// <summary>Whether the viewer has asked for a key frame since the last call; several requests are one.</summary>
    public bool TakeKeyFrameRequest()
    {
        bool requested = _keyFrameRequested;
        _keyFrameRequested = false;
        return requested;
    }

    private void ReceiveRtcp(TimeSpan now, Span<byte> datagram)
    {
        if (!_inbound!.TryUnprotectRtcp(datagram, out int length))
        {
            Counters.Rejected++;
            return;
        }

        var reader = new RtcpReader(datagram[..length]);
        while (reader.TryRead(out RtcpPacket packet))
        {
            switch (packet.Type)
            {
                case RtcpPacketType.ReceiverReport when ReceiverReport.TryParse(packet, out _, out ReportBlocks blocks):
                    foreach (ReportBlock block in blocks)
                        if (block.Source == _options.Ssrc) LastReport = block;
                    break;
                case RtcpPacketType.TransportFeedback when Nack.TryParse(packet, out Nack nack) && nack.Feedback.Media == _options.Ssrc:
                    ReceiveNack(now, nack);
                    break;
                case RtcpPacketType.PayloadFeedback when AsksForKeyFrame(packet):
                    Counters.KeyFrameRequests++;
                    _keyFrameRequested = true;
                    break;
            }
        }
    }

    private bool AsksForKeyFrame(RtcpPacket packet) =>
        (PictureLossIndication.TryParse(packet, out PictureLossIndication loss) && loss.Feedback.Media == _options.Ssrc)
        || (FullIntraRequest.TryParse(packet, out FullIntraRequest request) && request.Media == _options.Ssrc);

    private void ReceiveNack(TimeSpan now, Nack nack)
    {
        foreach (SequenceNumber missing in nack)
        {
            Counters.NacksReceived++;
            if (!_sender.TryMap(missing, out SequenceNumber sequence) || !_resends.TryAdd(now, sequence)) Counters.NacksIgnored++;
        }
    }

    private void AdvanceReports(TimeSpan now, SenderClock clock)
    {
        _clock = clock;
        if (now < _nextReportAt) return;
        _nextReportAt = now + ReportInterval;
        // Before the first packet there is nothing to report on.
        _reportDue = _sender.PacketCount > 0;
    }

    private bool TryTakeReport(Span<byte> destination, out int length)
    {
        length = 0;
        if (!_reportDue && !_byeDue) return false;
        // RFC 3550 §6.1: a compound begins with a report and holds a CNAME.
        var report = new SenderReport(_options.Ssrc, _clock.NtpTime, _clock.RtpTime, _sender.PacketCount, _sender.OctetCount);
        length = report.Write(destination);
        length += SourceDescription.Write(destination[length..], _options.Ssrc, _options.CanonicalName);
        if (_byeDue) length += new Bye(_options.Ssrc).Write(destination[length..]);
        _reportDue = false;
        _byeDue = false;
        length = _outbound!.ProtectRtcp(destination, length);
        return true;
    }
}
