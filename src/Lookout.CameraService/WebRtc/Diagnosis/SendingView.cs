using Lookout.CameraService.Cameras;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc.Diagnosis;

/// <param name="Rendition">What is shown: full, half, quarter or original.</param>
/// <param name="Codec">h264 or h265.</param>
/// <param name="TargetBitsPerSecond">What the path is held to carry; null where the peer tells nothing of it.</param>
/// <param name="RoundTripMs">By the newest report; null before the first.</param>
/// <param name="LossPercent">Of the packets between the two newest reports; null before the first.</param>
internal sealed record SendingView(string Rendition, string Codec, long? TargetBitsPerSecond, double? RoundTripMs, double? LossPercent)
{
    private const int FractionUnits = 256;

    public static SendingView Of(Viewer viewer)
    {
        MediaStream stream = viewer.Feed.Stream;
        RtcSession session = viewer.Session;
        return new SendingView(
            RenditionName.All[stream.Rendition],
            stream.Codec.ToString().ToLowerInvariant(),
            session.Bandwidth?.TargetBps,
            session.RoundTrip is { } roundTrip ? Math.Round(roundTrip.TotalMilliseconds, 1) : null,
            session.LastReport == default ? null : Math.Round(100.0 * session.LastReport.FractionLost / FractionUnits, 1));
    }
}
