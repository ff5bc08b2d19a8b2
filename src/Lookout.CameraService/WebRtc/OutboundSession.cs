using Lookout.CameraService.WebRtc.Diagnosis;

namespace Lookout.CameraService.WebRtc;

/// <summary>A session that we opened (WHIP), as its publication waits for it. The loop completes both tasks.</summary>
internal sealed class OutboundSession
{
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SessionDiagnosis> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed once media flows.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Completed once it is over, whyever.</summary>
    public Task<SessionDiagnosis> Ended => _ended.Task;

    public void Connect() => _connected.TrySetResult();

    public void End(SessionDiagnosis diagnosis) => _ended.TrySetResult(diagnosis);
}
