namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>
/// Bytes on their way into one TCP connection: the loop adds whole frames, the connection's writer takes what is there. A
/// frame that does not fit is refused whole. Any two threads; the lock is held for a copy only.
/// </summary>
internal sealed class SendRing(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private readonly Lock _lock = new();
    private int _first;
    private int _count;

    public bool IsEmpty
    {
        get
        {
            lock (_lock) return _count == 0;
        }
    }

    /// <summary>Whether so many bytes more would fit.</summary>
    public bool HasRoom(int bytes)
    {
        lock (_lock) return _bytes.Length - _count >= bytes;
    }

    public bool TryAdd(ReadOnlySpan<byte> header, ReadOnlySpan<byte> datagram)
    {
        lock (_lock)
        {
            if (_bytes.Length - _count < header.Length + datagram.Length) return false;
            Copy(header);
            Copy(datagram);
            return true;
        }
    }

    /// <summary>The oldest bytes that lie together, <paramref name="most"/> of them at most. They stay until <see cref="Consume"/>.</summary>
    public ReadOnlyMemory<byte> Peek(int most)
    {
        lock (_lock) return _bytes.AsMemory(_first, Math.Min(most, Math.Min(_count, _bytes.Length - _first)));
    }

    public void Consume(int count)
    {
        lock (_lock)
        {
            _first = (_first + count) % _bytes.Length;
            _count -= count;
        }
    }

    private void Copy(ReadOnlySpan<byte> source)
    {
        int at = (_first + _count) % _bytes.Length;
        int head = Math.Min(source.Length, _bytes.Length - at);
        source[..head].CopyTo(_bytes.AsSpan(at));
        source[head..].CopyTo(_bytes);
        _count += source.Length;
    }
}
