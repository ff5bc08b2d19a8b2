using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Numerics;

namespace Lookout.Link;

internal enum ReadResult
{
    Message,
    Closed,
    Oversize,
    TimedOut,
}

/// <summary>
/// Cuts a socket's bytes into messages: u32 body length (little-endian), u8 type, body. One reader a connection, one
/// thread; the buffer grows to the largest message seen and is then reused, so reading allocates nothing.
/// </summary>
internal sealed class FrameReader(Socket socket)
{
    private const int InitialCapacity = 64 << 10;
    private byte[] _buffer = new byte[InitialCapacity];
    private int _start;
    private int _end;

    /// <summary>
    /// Blocks for the next message, whose <paramref name="body"/> is valid until the next call. A body longer than
    /// <paramref name="maxBody"/> is <see cref="ReadResult.Oversize"/> before room is made for it. The
    /// <paramref name="timeout"/> is for the whole message, however slowly it trickles in.
    /// </summary>
    public ReadResult Read(int maxBody, TimeSpan timeout, out MessageType type, out ReadOnlySpan<byte> body)
    {
        type = default;
        body = default;
        long started = Stopwatch.GetTimestamp();
        ReadResult result = Fill(FrameWriter.PrefixLength, started, timeout);
        if (result != ReadResult.Message) return result;

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));
        if (length > (uint)maxBody) return ReadResult.Oversize;
        result = Fill(FrameWriter.PrefixLength + (int)length, started, timeout);
        if (result != ReadResult.Message) return result;

        type = (MessageType)_buffer[_start + FrameWriter.TypeOffset];
        body = _buffer.AsSpan(_start + FrameWriter.PrefixLength, (int)length);
        _start += FrameWriter.PrefixLength + (int)length;
        return ReadResult.Message;
    }

    private ReadResult Fill(int count, long started, TimeSpan timeout)
    {
        if (_end - _start >= count) return ReadResult.Message;
        MakeRoom(count);
        while (_end - _start < count)
        {
            if (timeout != Timeout.InfiniteTimeSpan)
            {
                int left = (int)(timeout - Stopwatch.GetElapsedTime(started)).TotalMilliseconds;
                if (left <= 0) return ReadResult.TimedOut;
                socket.ReceiveTimeout = left;
            }

            try
            {
                // Blocked in a receive call, a thread is woken by whatever happens to the socket, as by the peer's taking what we sent;
                // in poll only by what it waits for. That false wake was part of each frame's way.
                if (timeout == Timeout.InfiniteTimeSpan) socket.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead);
                int received = socket.Receive(_buffer.AsSpan(_end));
                if (received == 0) return ReadResult.Closed;
                _end += received;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                return ReadResult.TimedOut;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return ReadResult.Closed;
            }
        }

        return ReadResult.Message;
    }

    private void MakeRoom(int count)
    {
        int kept = _end - _start;
        byte[] target = _buffer;
        if (count > _buffer.Length) target = new byte[BitOperations.RoundUpToPowerOf2((uint)count)];
        else if (_start + count <= _buffer.Length) return;
        _buffer.AsSpan(_start, kept).CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = kept;
    }
}
