namespace Lookout.CameraService.Dtls;

/// <summary>
/// Threads for handshakes, which block: at most so many at a time, made on demand. One too many is refused, not queued,
/// so that a flood of hellos costs neither memory nor anybody's waiting time.
/// </summary>
internal sealed class HandshakeThreads(int limit = HandshakeThreads.DefaultLimit)
{
    public const int DefaultLimit = 32;

    private int _running;
    private long _refused;

    public int Running => Volatile.Read(ref _running);

    /// <summary>Handshakes refused so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Reserves a thread, to be used by <see cref="Run"/>. False when all are busy.</summary>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _running) <= limit) return true;
        Interlocked.Decrement(ref _running);
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Runs a handshake, which must not throw, on the reserved thread.</summary>
    public void Run(Action handshake)
    {
        var thread = new Thread(() =>
        {
            handshake();
            Interlocked.Decrement(ref _running);
        })
        { IsBackground = true, Name = "dtls handshake" };
        thread.Start();
    }
}
