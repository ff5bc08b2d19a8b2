using Lookout.CameraService.WebRtc.Diagnosis;

namespace Lookout.CameraService.WebRtc;

/// <summary>How sessions stand, and why others failed.</summary>
public sealed partial class WebRtcServer
{
    // A busy loop turns within milliseconds; one that does not is a defect of its own, which a diagnosis must not wait for.
    private static readonly TimeSpan LoopPatience = TimeSpan.FromSeconds(2);

    private readonly FailedSessions _failed = new();

    /// <summary>All sessions of now, then those that failed in the last ten minutes. Empty when the loop does not answer.</summary>
    internal async Task<IReadOnlyList<SessionDiagnosis>> DiagnoseAsync(CancellationToken cancellation)
    {
        var question = new TaskCompletionSource<IReadOnlyList<SessionDiagnosis>>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_loop.TryPost(new LoopCommand(Diagnose: question))) return _failed.Since(MonotonicClock.Now);
        try
        {
            IReadOnlyList<SessionDiagnosis> live = await question.Task.WaitAsync(LoopPatience, cancellation).ConfigureAwait(false);
            IReadOnlyList<SessionDiagnosis> failed = _failed.Since(MonotonicClock.Now);
            return [.. live.Where(session => failed.All(f => f.Id != session.Id)), .. failed];
        }
        catch (TimeoutException)
        {
            return _failed.Since(MonotonicClock.Now);
        }
    }

    // Called by the loop at a session's end.
    private SessionDiagnosis Remember(Viewer viewer)
    {
        TimeSpan now = MonotonicClock.Now;
        SessionDiagnosis diagnosis = SessionDiagnosis.Of(viewer, now);
        if (diagnosis.Remedy is not { } remedy) return diagnosis;
        _failed.Add(now, diagnosis);
        WebRtcLog.Failed(_logger, viewer.SessionId, viewer.Feed.Stream.Camera, remedy.Code, remedy.Sentence);
        return diagnosis;
    }
}
