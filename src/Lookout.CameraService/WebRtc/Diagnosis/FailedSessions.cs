namespace Lookout.CameraService.WebRtc.Diagnosis;

/// <summary>The last sessions that failed: at most 64, for ten minutes; the oldest goes. Written by the loop, read by anyone.</summary>
internal sealed class FailedSessions
{
    public const int Most = 64;
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly object _gate = new();
    private readonly Queue<(TimeSpan At, SessionDiagnosis Diagnosis)> _failed = new(Most);

    public void Add(TimeSpan now, SessionDiagnosis diagnosis)
    {
        lock (_gate)
        {
            if (_failed.Count == Most) _failed.Dequeue();
            _failed.Enqueue((now, diagnosis));
        }
    }

    /// <summary>The newest last.</summary>
    public IReadOnlyList<SessionDiagnosis> Since(TimeSpan now)
    {
        lock (_gate)
        {
            while (_failed.TryPeek(out var oldest) && now - oldest.At >= Kept) _failed.Dequeue();
            return [.. _failed.Select(failed => failed.Diagnosis)];
        }
    }
}
