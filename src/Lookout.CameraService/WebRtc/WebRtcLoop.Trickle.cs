using Lookout.CameraService.WebRtc.Diagnosis;
using Lookout.CameraService.WebRtc.Routes;
using Lookout.Rtc.Ice;

namespace Lookout.CameraService.WebRtc;

/// <summary>What PATCH and the diagnosis ask of the loop.</summary>
internal sealed partial class WebRtcLoop
{
    private void ExecuteQuestion(in LoopCommand command, TimeSpan now)
    {
        if (command.Trickle is { } trickle)
        {
            AddCandidates(now, trickle.Viewer, trickle.Candidates, trickle.Ignored);
            Follow(trickle.Viewer, now);
        }

        if (command.Restart is { } restart)
        {
            // One that has ended meanwhile is on its way out of the table; it must not come back under another name.
            if (!restart.Viewer.Session.Restart(now, restart.Local, restart.Remote)) return;
            _sessions.Rename(restart.Viewer);
            AddCandidates(now, restart.Viewer, restart.Candidates, restart.Ignored);
            Follow(restart.Viewer, now);
        }

        if (command.Diagnose is { } diagnose) diagnose.TrySetResult([.. _sessions.All.Select(viewer => SessionDiagnosis.Of(viewer, now))]);
    }

    private void AddCandidates(TimeSpan now, Viewer viewer, IReadOnlyList<IceCandidate> candidates, IgnoredCandidates ignored)
    {
        viewer.Session.Ice.Ignore(ignored);
        foreach (IceCandidate candidate in candidates)
        {
            viewer.Session.Ice.AddRemoteCandidate(candidate);
            if (HasRelays && RelayPeers.TryName(viewer.RelayPeers, candidate.Address)) _routes.Permit(now, viewer.RelayPeers[^1]);
        }
    }
}

/// <param name="Viewer">Whose.</param>
/// <param name="Candidates">More of the peer's.</param>
/// <param name="Ignored">Others that cannot be checked from here.</param>
internal sealed record TrickleCommand(Viewer Viewer, IReadOnlyList<IceCandidate> Candidates, IgnoredCandidates Ignored);

/// <param name="Viewer">Whose.</param>
/// <param name="Local">Our credentials of the new generation.</param>
/// <param name="Remote">The peer's.</param>
/// <param name="Candidates">The peer's.</param>
/// <param name="Ignored">Others that cannot be checked from here.</param>
internal sealed record RestartCommand(Viewer Viewer, IceCredentials Local, IceCredentials Remote, IReadOnlyList<IceCandidate> Candidates, IgnoredCandidates Ignored);
