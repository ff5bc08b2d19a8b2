using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;

namespace Lookout.CameraService.WebRtc;

/// <summary>An offer to publish a camera, and what has to be remembered of it until the answer comes.</summary>
/// <param name="Feed">The camera.</param>
/// <param name="SessionId">Public name of the session, for logs and the diagnosis.</param>
/// <param name="Credentials">Ours.</param>
/// <param name="Ssrc">Of the video.</param>
/// <param name="CanonicalName">RTCP's.</param>
/// <param name="Candidates">Those in the offer.</param>
/// <param name="Sdp">Its text.</param>
internal sealed record OutboundOffer(
    StreamFeed Feed, string SessionId, IceCredentials Credentials, Ssrc Ssrc, string CanonicalName, IReadOnlyList<IceCandidate> Candidates, string Sdp);
