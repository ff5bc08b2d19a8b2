using System.Net;
using System.Security.Cryptography;
using Lookout.CameraService.WebRtc.Routes;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;

namespace Lookout.CameraService.WebRtc;

/// <summary>Changes of a session: more candidates, or a new ICE generation.</summary>
public sealed partial class WebRtcServer
{
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
            return isRestart ? Restart(viewer, resource, fragment, hostCandidates) : Trickle(viewer, fragment);
        }
    }

    private WhepPatch Trickle(Viewer viewer, SdpFragment fragment)
    {
        var command = new TrickleCommand(viewer, fragment.Candidates, fragment.Ignored);
        return _loop.TryPost(new LoopCommand(Trickle: command)) ? WhepPatch.Trickled : Busy();
    }

    private WhepPatch Restart(Viewer viewer, SessionResource resource, SdpFragment fragment, IReadOnlyList<IPAddress> hostCandidates)
    {
        IceCredentials local = IceCredentials.Create(RandomNumberGenerator.Fill);
        var command = new RestartCommand(viewer, local, fragment.Credentials!, fragment.Candidates, fragment.Ignored);
        if (!_loop.TryPost(new LoopCommand(Restart: command))) return Busy();
        resource.Restarted(fragment.Credentials!);
        return WhepPatch.Restarted(SdpFragment.Write(resource.VideoMid, local, LocalCandidates.ForAnswer(hostCandidates, _port, _loop.Routes)), resource.ETag);
    }

    private static WhepPatch Busy() => WhepPatch.Refused(ServiceUnavailable, "Too much at once.", RetryAfterSeconds);
}
