namespace Lookout.CameraService.Dtls;

/// <summary>
/// Datagrams on their way between the session's thread and a handshake: at most 16 and 64 KiB. What comes when it is
/// full is dropped and counted; DTLS sends it again. Closing it wakes whoever waits and drops what is to come.
/// </summary>
internal sealed class DatagramQueue
{
    public const int MaxDatagrams = 16;
    public const int MaxBytes = 64 * 1024;

    private readonly object _gate = new();
    private readonly Queue<byte[]> _datagrams = new(MaxDatagrams);
    private volatile int _count;
    private int _bytes;
    private long _dropped;
    private bool _closed;

    /// <summary>Datagrams dropped because the queue was full or closed.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public bool IsEmpty => _count == 0;

    public bool IsClosed
    {
        get { lock (_gate) return _closed; }
    }

    /// <summary>Copies a datagram in. False when it was dropped.</summary>
    public bool TryAdd(ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            if (_closed || _datagrams.Count == MaxDatagrams || _bytes + datagram.Length > MaxBytes)
            {
                Interlocked.Increment(ref _dropped);
                return false;
            }

            _datagrams.Enqueue(datagram.ToArray());
            _count = _datagrams.Count;
            _bytes += datagram.Length;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes the oldest datagram, which stays available after closing. False when there is none.</summary>
    public bool TryTake(Span<byte> destination, out int length)
    {
        // Asked after each datagram of a session's life, and nearly always in vain.
        length = 0;
        if (IsEmpty) return false;
        lock (_gate) return TryTakeLocked(destination, out length);
    }

    /// <summary>
    /// Takes the oldest datagram; waits for one for <paramref name="timeoutMs"/> milliseconds (or for ever, with
    /// <see cref="Timeout.Infinite"/>) or until the queue is closed.
    /// </summary>
    public bool TryTake(Span<byte> destination, int timeoutMs, out int length)
    {
        // There is one reader, so a wait ends with a datagram, the queue's end or the time-out, and never by mistake.
        lock (_gate)
        {
            if (_datagrams.Count == 0 && !_closed) Monitor.Wait(_gate, timeoutMs);
            return TryTakeLocked(destination, out length);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool TryTakeLocked(Span<byte> destination, out int length)
    {
        length = 0;
        if (!_datagrams.TryDequeue(out byte[]? datagram)) return false;
        _count = _datagrams.Count;
        _bytes -= datagram.Length;

        // What is cut short fails its own length or integrity check.
        length = Math.Min(datagram.Length, destination.Length);
        datagram.AsSpan(0, length).CopyTo(destination);
        return true;
    }
}
