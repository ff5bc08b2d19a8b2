namespace Lookout.CameraServer.Cameras;

/// <summary>
/// Closes what may block in a driver. The work runs on a thread of its own; when it takes longer than the deadline nothing
/// in this process can end it, so the caller stops its heartbeat and the supervisor replaces the process.
/// </summary>
internal static class DisposalDeadline
{
    /// <summary>Disposes all in order. False: still busy after <paramref name="deadline"/>.</summary>
    public static bool TryDispose(TimeSpan deadline, params IReadOnlyList<IDisposable?> items)
    {
        var thread = new Thread(() =>
        {
            foreach (IDisposable? item in items) item?.Dispose();
        })
        { Name = "close", IsBackground = true };
        thread.Start();
        return thread.Join(deadline);
    }
}
