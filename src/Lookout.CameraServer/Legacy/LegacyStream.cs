using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace Lookout.CameraServer.Legacy;

internal enum Arrival
{
    Complete,

    /// <summary>The client left, or took too long.</summary>
    Ended,

    /// <summary>It announced more than a request may have.</summary>
    TooLong,
}

/// <summary>Blocks of bytes over one client's socket, each within a time for the whole of it, however slowly it trickles.</summary>
internal sealed class LegacyStream(Socket socket, LegacyTiming timing)
{
    private const int DrainBlock = 16 << 10;
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(1);
    private byte[] _drained = [];
    private long _deadline;

    /// <summary>Waits for the next request. What belongs to it and follows is to come within the same time.</summary>
    public Arrival ReadRequest(byte[] request, out int length)
    {
        length = 0;
        Span<byte> prefix = stackalloc byte[LegacyProtocol.PrefixLength];
        SetDeadline(timing.Idle);
        if (!TryReceive(prefix[..1])) return Arrival.Ended;
        SetDeadline(timing.Request);
        if (!TryReceive(prefix[1..])) return Arrival.Ended;
        uint announced = BinaryPrimitives.ReadUInt32BigEndian(prefix);
        if (announced > LegacyProtocol.MaxRequest) return Arrival.TooLong;
        length = (int)announced;
        return TryReceive(request.AsSpan(0, length)) ? Arrival.Complete : Arrival.Ended;
    }

    /// <summary>Reads what follows a request.</summary>
    public bool TryReceive(Span<byte> target)
    {
        while (target.Length > 0)
        {
            int received = ReceiveSome(target);
            if (received == 0) return false;
            target = target[received..];
        }
        return true;
    }

    /// <summary>Reads what follows a request and is not wanted.</summary>
    public bool TryDrain(int count)
    {
        if (_drained.Length == 0) _drained = new byte[DrainBlock];
        while (count > 0)
        {
            int received = ReceiveSome(_drained.AsSpan(0, Math.Min(count, _drained.Length)));
            if (received == 0) return false;
            count -= received;
        }
        return true;
    }

    /// <summary>Sends blocks, each with its length in front.</summary>
    public bool TrySend(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        SetDeadline(timing.Reply);
        return TrySendBlock(first) && (second.IsEmpty || TrySendBlock(second));
    }

    /// <summary>
    /// The last word was said. Closing with bytes unread would break the peer's writing before it reads that word
    /// (unix(7): ECONNRESET, EPIPE), so they are read for a moment.
    /// </summary>
    public void Linger()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            return;
        }
        SetDeadline(LingerTime);
        TryDrain(int.MaxValue);
    }

    private bool TrySendBlock(ReadOnlySpan<byte> block)
    {
        Span<byte> prefix = stackalloc byte[LegacyProtocol.PrefixLength];
        BinaryPrimitives.WriteUInt32BigEndian(prefix, (uint)block.Length);
        return TrySendAll(prefix) && TrySendAll(block);
    }

    private bool TrySendAll(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                if (!TryGetTimeLeft(out int left)) return false;
                socket.SendTimeout = left;
                bytes = bytes[socket.Send(bytes)..];
            }
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    // 0: the client is gone or the time is over.
    private int ReceiveSome(Span<byte> target)
    {
        try
        {
            if (!TryGetTimeLeft(out int left)) return 0;
            socket.ReceiveTimeout = left;
            return socket.Receive(target);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private void SetDeadline(TimeSpan time) => _deadline = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);

    private bool TryGetTimeLeft(out int milliseconds)
    {
        milliseconds = (int)Math.Ceiling(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _deadline).TotalMilliseconds);
        return milliseconds > 0;   // 0 would mean for ever
    }
}
