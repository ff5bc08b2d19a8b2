using Lookout.Rtc.Congestion;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>What one viewer's session sends as, from the answer it was given.</summary>
/// <param name="Tracks">What it sends; the first is the video.</param>
/// <param name="Extensions">
/// Header extensions. Those that change from sending to sending, transport sequence and capture time, need a repair stream:
/// a packet sent again as it was cannot hold another value.
/// </param>
/// <param name="CanonicalName">RTCP's CNAME, the same for all tracks.</param>
/// <param name="RateFeedback">What the viewer says of its path.</param>
public sealed record RtcSessionOptions(
    IReadOnlyList<RtcTrack> Tracks, HeaderExtensionIds Extensions, string CanonicalName, RateFeedback RateFeedback = RateFeedback.None)
{
    /// <summary>What the estimate of the path begins with and stays within.</summary>
    public BandwidthLimits Limits { get; init; } = new(StartBps: 2_000_000, MinBps: 50_000, MaxBps: 50_000_000);

    internal void Check()
    {
        if (Tracks.Count == 0 || Tracks[0].Kind != MediaKind.Video) throw new ArgumentException("The first track has to be video.");
        bool changes = Extensions.TransportSequence != 0 || Extensions.CaptureTime != 0;
        if (changes && Tracks.Any(track => track.Repair is null))
            throw new ArgumentException("Transport sequence and capture time need a repair stream.");
        if ((RateFeedback == RateFeedback.TransportWide) != (Extensions.TransportSequence != 0))
            throw new ArgumentException("Transport-wide feedback and the transport sequence go together.");
    }
}
