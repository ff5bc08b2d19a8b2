using Lookout.CameraService.WebRtc.Diagnosis;

namespace Lookout.CameraService.WebRtc;

/// <summary>What other threads hand to the loop: exactly one is set.</summary>
/// <param name="AddFeed">A camera that has come.</param>
/// <param name="AddViewer">A session whose answer has been written; the loop owns it from here on.</param>
/// <param name="CloseViewer">A session to be closed.</param>
/// <param name="Trickle">More candidates of a session's peer.</param>
/// <param name="Restart">A session's ICE begins anew.</param>
/// <param name="Diagnose">Somebody wants to know how all sessions stand.</param>
internal readonly record struct LoopCommand(
    StreamFeed? AddFeed = null,
    Viewer? AddViewer = null,
    Viewer? CloseViewer = null,
    TrickleCommand? Trickle = null,
    RestartCommand? Restart = null,
    TaskCompletionSource<IReadOnlyList<SessionDiagnosis>>? Diagnose = null);
