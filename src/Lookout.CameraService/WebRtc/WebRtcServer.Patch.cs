using System.Net;
using Lookout.Rtc.Sdp;

namespace Lookout.CameraService.WebRtc;

/// <summary>Changes of a session: more candidates, or a new ICE generation.</summary>
public sealed partial class WebRtcServer
{
    private const int UnprocessableContent = 422;

    /// <summary>Does what a PATCH asks for. Any thread.</summary>
    /// <param name="secret">End of the session's URL.</param>
    /// <param name="text">The body: application/trickle-ice-sdpfrag.</param>
    /// <param name="ifMatch">The header If-Match; null without one.</param>
    /// <param name="hostCandidates">Addresses the viewer may reach us at, the best first; a restart tells them anew.</param>
    public WhepPatch Patch(string secret, string text, string? ifMatch, IReadOnlyList<IPAddress> hostCandidates)
    {
        ArgumentNullException.ThrowIfNull(hostCandidates);
        if (!_bySecret.TryGetValue(secret, out Viewer? viewer) || viewer.Resource is not { } resource)
            return WhepPatch.Refused(NotFound, "There is no such session; it may have ended by itself.");
        if (!SdpFragment.TryRead(text, out SdpFragment? fragment, out SdpProblem? problem)) return WhepPatch.Refused(BadRequest, problem.Detail);

        // One at a time: the tag that is compared must be the tag that is changed.
        lock (resource)
        {
            if (!resource.Accepts(fragment, ifMatch, out bool isRestart, out WhepPatch refusal)) return refusal;
            return isRestart ? WhepPatch.Refused(UnprocessableContent, "This server does not restart ICE; open a new session.") : Trickle(viewer, fragment);
        }
    }

    private WhepPatch Trickle(Viewer viewer, SdpFragment fragment)
    {
        bool posted = fragment.Candidates.Count == 0 || _loop.TryPost(new LoopCommand(Trickle: new TrickleCommand(viewer, fragment.Candidates)));
        return posted ? WhepPatch.Trickled : Busy();
    }

    private static WhepPatch Busy() => WhepPatch.Refused(ServiceUnavailable, "Too much at once.", RetryAfterSeconds);
}
