using Lookout.CameraService.WebRtc.Diagnosis;
using Lookout.Rtc.Ice;

namespace Lookout.CameraService.WebRtc;

/// <summary>What PATCH and the diagnosis ask of the loop.</summary>
internal sealed partial class WebRtcLoop
{
    private void ExecuteQuestion(in LoopCommand command, TimeSpan now)
    {
        if (command.Trickle is { } trickle)
        {
            foreach (IceCandidate candidate in trickle.Candidates) trickle.Viewer.Session.Ice.AddRemoteCandidate(candidate);
            Follow(trickle.Viewer, now);
        }

        if (command.Diagnose is { } diagnose) diagnose.TrySetResult([.. _sessions.All.Select(viewer => SessionDiagnosis.Of(viewer, now))]);
    }
}

/// <param name="Viewer">Whose.</param>
/// <param name="Candidates">More of the peer's.</param>
internal sealed record TrickleCommand(Viewer Viewer, IReadOnlyList<IceCandidate> Candidates);
