using System.Collections.Concurrent;
using System.Diagnostics;
using Lookout.CameraService.Dtls;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Stun;
using Org.BouncyCastle.Tls;

namespace Lookout.CameraService.Tests.Dtls;

/// <summary>
/// A browser's end of a handshake with an endpoint: the client on a thread of its own, and a carrier thread that is the
/// endpoint's owner and the network between them. A test can lose or change datagrams on their way, or delay them.
/// </summary>
internal sealed class DtlsTestClient : DatagramTransport, IDisposable
{
    /// <summary>Where the client's datagrams come from, unless a test says otherwise.</summary>
    public static readonly TransportAddress Address = TransportAddress.FromIPv4(0xC0000201, 5000);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<byte[]> _inbox = new(1000);
    private readonly ConcurrentQueue<byte[]> _sent = new();
    private readonly PriorityQueue<Action, (long Due, long Order)> _inFlight = new();
    private readonly SemaphoreSlim _woken = new(0);
    private readonly DtlsTestPeer _peer;
    private readonly Thread _client;
    private readonly Thread _carrier;
    private DtlsTransport? _connection;
    private long _order;
    private volatile bool _ended;

    public DtlsTestClient(DtlsTestPeer peer, Func<Action, BouncyCastleDtlsEndpoint> makeEndpoint)
    {
        _peer = peer;
        Endpoint = makeEndpoint(Wake);
        _client = new Thread(Handshake) { IsBackground = true };
        _carrier = new Thread(Carry) { IsBackground = true };
        _carrier.Start();
    }

    public BouncyCastleDtlsEndpoint Endpoint { get; }

    /// <summary>What a datagram of the client becomes on its way; null loses it.</summary>
    public Func<byte[], byte[]?> ToServer { get; init; } = datagram => datagram;

    /// <summary>What a datagram of the server becomes on its way; null loses it.</summary>
    public Func<byte[], byte[]?> ToClient { get; init; } = datagram => datagram;

    /// <summary>How long a datagram takes one way.</summary>
    public TimeSpan Delay { get; init; }

    public TransportAddress From { get; init; } = Address;

    /// <summary>The longest datagram the client sends, which cuts its messages into fragments.</summary>
    public int SendLimit { get; init; } = 1200;

    public Exception? Failure { get; private set; }

    public void Begin() => _client.Start();

    /// <summary>Runs the handshake until both ends are connected.</summary>
    public void Connect()
    {
        RunToEnd();
        Assert.True(Failure is null, $"{Failure?.Message} ({Endpoint.State}, {Endpoint.Outcome})");
        WaitFor(DtlsState.Connected);
    }

    /// <summary>Runs the handshake to the client's end of it, whichever it is.</summary>
    public void RunToEnd()
    {
        Begin();
        Assert.True(_client.Join(Patience));
    }

    /// <summary>Waits for what happens on the endpoint's own threads.</summary>
    public static void WaitUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));

    public void WaitFor(DtlsState state) => WaitUntil(() => Endpoint.State == state);

    public void SendCloseNotify() => _connection!.Close();

    public int GetReceiveLimit() => 2048;

    public int GetSendLimit() => SendLimit;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        if (_ended) throw new IOException("The test is over.");
        if (!_inbox.TryTake(out byte[]? datagram, waitMillis)) return -1;
        datagram.CopyTo(buffer);
        return datagram.Length;
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer)
    {
        _sent.Enqueue(buffer.ToArray());
        Wake();
    }

    public void Close()
    {
    }

    public void Dispose()
    {
        _ended = true;
        Wake();
        Assert.True(_carrier.Join(Patience));
        Endpoint.Dispose();
        if (_client.ThreadState != System.Threading.ThreadState.Unstarted) _client.Join(Patience);
        _inbox.Dispose();
    }

    private void Wake() => _woken.Release();

    private void Handshake()
    {
        try
        {
            _connection = new DtlsClientProtocol().Connect(_peer, this);
        }
        catch (Exception exception)
        {
            Failure = exception;
        }
    }

    private void Carry()
    {
        var buffer = new byte[2048];
        while (!_ended)
        {
            _woken.Wait(_inFlight.TryPeek(out _, out var next) ? Math.Max(0, (int)(next.Due - Now)) : Timeout.Infinite);
            while (_sent.TryDequeue(out byte[]? datagram))
                if (ToServer(datagram) is { } arriving) Transmit(() => Endpoint.Receive(From, arriving));
            while (Endpoint.TryTake(buffer, out int length))
                if (ToClient(buffer[..length]) is { } arriving) Transmit(() => _inbox.Add(arriving));
            while (_inFlight.TryPeek(out Action? deliver, out var first) && first.Due <= Now)
            {
                _inFlight.Dequeue();
                deliver();
            }
        }
    }

    private void Transmit(Action deliver) => _inFlight.Enqueue(deliver, (Now + (long)Delay.TotalMilliseconds, _order++));

    private static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);
}
