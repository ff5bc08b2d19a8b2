using System.Net.Sockets;
using System.Threading.Channels;
using Lookout.Rtc.Framing;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>
/// One TCP connection that carries datagrams. Two tasks move the bytes; the loop only adds to a bounded ring and takes from
/// the common inbox. Owns the socket, and closes it when the peer does, when a frame is broken, or when told.
/// </summary>
internal sealed class StreamConnection : IDisposable
{
    // Half a second at 4 Mbit/s: what is later than that, a live picture does not need.
    private const int RingBytes = 256 * 1024;
    private const int WriteChunk = 16 * 1024;

    // Bytes the kernel holds unsent beyond the congestion window; more would only be delay (tcp(7) TCP_NOTSENT_LOWAT).
    private const int UnsentBytes = 32 * 1024;
    private const int LevelTcp = 6;
    private const int OptionNotSentLowAt = 25;

    private readonly Socket _socket;
    private readonly IStreamFraming _framing;
    private readonly RouteInbox _inbox;
    private readonly int _maxDatagram;
    private readonly SendRing _ring = new(RingBytes);
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<bool> _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Holds one token at most: "look into the ring".
    private readonly Channel<bool> _written = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private long _sentBytes;
    private int _isClosed;

    /// <param name="socket">Connected; this takes it over.</param>
    /// <param name="remote">The peer.</param>
    /// <param name="framing">How datagrams follow each other.</param>
    /// <param name="maxDatagram">The longest datagram that <paramref name="framing"/> lets through.</param>
    /// <param name="inbox">Where datagrams go.</param>
    /// <param name="isTrusted">False: after the first datagram nothing more is read until <see cref="Judge"/>.</param>
    public StreamConnection(Socket socket, TransportAddress remote, IStreamFraming framing, int maxDatagram, RouteInbox inbox, bool isTrusted)
    {
        _socket = socket;
        Remote = remote;
        _framing = framing;
        _maxDatagram = maxDatagram;
        _inbox = inbox;
        IsAccepted = isTrusted;
        if (isTrusted) _verdict.SetResult(true);
        socket.NoDelay = true;
        Span<byte> unsent = stackalloc byte[4];
        BitConverter.TryWriteBytes(unsent, UnsentBytes);
        socket.SetRawSocketOption(LevelTcp, OptionNotSentLowAt, unsent);
    }

    public TransportAddress Remote { get; }

    /// <summary>Whether the loop has found the peer to be a viewer. Loop thread.</summary>
    public bool IsAccepted { get; private set; }

    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>Whether bytes wait for the peer to read.</summary>
    public bool IsSending => !_ring.IsEmpty;

    /// <summary>Whether the longest datagram would be queued now.</summary>
    public bool HasRoom => _ring.HasRoom(_framing.HeaderLength + _maxDatagram);

    /// <summary>Bytes the kernel has taken so far.</summary>
    public long SentBytes => Volatile.Read(ref _sentBytes);

    /// <summary>Called once when the connection has closed, on any thread.</summary>
    public Action<StreamConnection>? Closed { get; init; }

    public void Start()
    {
        _ = ReadAsync();
        _ = WriteAsync();
    }

    /// <summary>The loop's word on the first datagram: read on, or close.</summary>
    public void Judge(bool accepted)
    {
        if (IsAccepted) return;
        IsAccepted = accepted;
        _verdict.TrySetResult(accepted);
    }

    /// <summary>Queues a datagram. False when there is no room: the peer reads too slowly, and this one is dropped.</summary>
    public bool TrySend(ReadOnlySpan<byte> datagram)
    {
        Span<byte> header = stackalloc byte[_framing.HeaderLength];
        _framing.WriteHeader(header, datagram.Length);
        if (IsClosed || !_ring.TryAdd(header, datagram)) return false;
        _written.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Closes once all that was queued has been sent, or the peer is found to be stuck.</summary>
    public void Finish() => _written.Writer.TryComplete();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        _closed.Cancel();
        _verdict.TrySetResult(false);
        _written.Writer.TryComplete();
        _socket.Dispose();
        Closed?.Invoke(this);
    }

    private async Task ReadAsync()
    {
        // Twice the longest frame: a whole one always fits behind what is left of the one before.
        var buffer = new byte[2 * (_maxDatagram + 4)];
        int filled = 0;
        try
        {
            while (true)
            {
                int read = await _socket.ReceiveAsync(buffer.AsMemory(filled), _closed.Token).ConfigureAwait(false);
                if (read == 0) break;
                filled += read;
                int taken = await HandOverAsync(buffer.AsMemory(0, filled)).ConfigureAwait(false);
                if (taken < 0) break;
                buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                filled -= taken;
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer or we have ended the connection.
        }
        finally
        {
            Dispose();
        }
    }

    // Returns the bytes of the frames handed over; -1 when the connection is to end.
    private async ValueTask<int> HandOverAsync(ReadOnlyMemory<byte> buffered)
    {
        int taken = 0;
        while (true)
        {
            FrameCut cut = _framing.Cut(buffered.Span[taken..], out Range datagram, out int consumed);
            if (cut == FrameCut.Broken) return -1;
            if (cut == FrameCut.Incomplete) return taken;
            ReadOnlyMemory<byte> bytes = buffered[taken..][datagram];
            taken += consumed;
            if (bytes.IsEmpty) continue;
            await _inbox.AddAsync(RoutedDatagram.Rent(this, bytes.Span), _closed.Token).ConfigureAwait(false);
            if (!await _verdict.Task.ConfigureAwait(false)) return -1;
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _written.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                _written.Reader.TryRead(out _);
                await DrainAsync().ConfigureAwait(false);
            }

            await DrainAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer or we have ended the connection.
        }
        finally
        {
            Dispose();
        }
    }

    private async ValueTask DrainAsync()
    {
        for (ReadOnlyMemory<byte> next = _ring.Peek(WriteChunk); !next.IsEmpty; next = _ring.Peek(WriteChunk))
        {
            int sent = await _socket.SendAsync(next, _closed.Token).ConfigureAwait(false);
            _ring.Consume(sent);
            Interlocked.Add(ref _sentBytes, sent);
        }
    }
}
