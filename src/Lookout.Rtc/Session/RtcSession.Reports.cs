using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>RTCP to the viewer: sender reports, names, and good-bye.</summary>
public sealed partial class RtcSession
{
    // RFC 3550 §6.2 lets a session of two report as often as five per cent of the bandwidth carry; one a second is far below.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly SentReports _reports = new();
    private TimeSpan _nextReportAt;
    private TimeSpan _clockAt;
    private SenderClock _clock;
    private bool _reportDue;
    private bool _byeDue;

    private bool HasSent => Array.Exists(_tracks, track => track.Media.PacketCount > 0);

    private void AdvanceReports(TimeSpan now)
    {
        if (now < _nextReportAt) return;
        _nextReportAt = SharedMoments.After(now, ReportInterval);
        // Before the first packet there is nothing to report on.
        _reportDue = HasSent;
        _clockAt = now;
    }

    // RFC 3550 §6.1: a compound begins with a report and holds a CNAME; a repair stream is a source like any other (RFC 4588 §8.1).
    private bool TryTakeReport(Span<byte> destination, out int length)
    {
        length = 0;
        if (!_reportDue && !_byeDue) return false;
        foreach (OutgoingTrack track in _tracks)
        {
            if (track.Media.PacketCount > 0)
                length += WriteReport(destination[length..], track.Ssrc, track.Media.PacketCount, track.Media.OctetCount);
            if (track.Repair is { PacketCount: > 0 } repair)
                length += WriteReport(destination[length..], repair.Ssrc, repair.PacketCount, repair.OctetCount);
        }

        length += SourceDescription.Write(destination[length..], _sources, _options.CanonicalName);
        if (_byeDue) length += Bye.Write(destination[length..], _sources);
        _reportDue = false;
        _byeDue = false;
        length = _outbound!.ProtectRtcp(destination, length);
        return true;
    }

    private int WriteReport(Span<byte> destination, Ssrc ssrc, uint packets, uint octets)
    {
        var report = new SenderReport(ssrc, _clock.NtpTime, _clock.RtpTime, packets, octets);
        _reports.Add(_clockAt, report);
        return report.Write(destination);
    }
}
