using Lookout.Rtc.Ice;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc;

/// <summary>An offer to publish a camera, and what has to be remembered of it until the answer comes.</summary>
/// <param name="Renditions">The camera.</param>
/// <param name="SessionId">Public name of the session, for logs and the diagnosis.</param>
/// <param name="Credentials">Ours.</param>
/// <param name="Track">Of the video.</param>
/// <param name="CanonicalName">RTCP's.</param>
/// <param name="Candidates">Those in the offer.</param>
/// <param name="Sdp">Its text.</param>
internal sealed record OutboundOffer(
    CameraFeeds Renditions, string SessionId, IceCredentials Credentials, RtcTrack Track, string CanonicalName, IReadOnlyList<IceCandidate> Candidates, string Sdp);
