using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>What a session keeps for one <see cref="RtcTrack"/>.</summary>
internal sealed class OutgoingTrack(RtcTrack track)
{
    public Ssrc Ssrc => track.Media.Ssrc;

    public RtpSender Media { get; } = new(track.Media);

    public RtxSender? Repair { get; } = track.Repair is { } repair ? new RtxSender(repair) : null;

    /// <summary>Packets asked for again, by the viewer's sequence numbers.</summary>
    public ResendQueue Resends { get; } = new();

    public KeyFrameRequests KeyFrameRequests { get; } = new();

    /// <summary>The newest report block about the stream; default before the first.</summary>
    public ReportBlock LastReport { get; set; }

    /// <summary>The SSRCs it sends under.</summary>
    public IEnumerable<Ssrc> Sources => track.Repair is { } repair ? [Ssrc, repair.Ssrc] : [Ssrc];
}
