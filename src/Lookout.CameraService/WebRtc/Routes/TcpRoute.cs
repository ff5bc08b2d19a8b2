using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Lookout.Rtc.Framing;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>
/// ICE-TCP, passive (RFC 6544): viewers whose network lets no UDP through connect to the media port's number by TCP. A
/// connection whose first datagram is no authentic check is closed without a word.
/// </summary>
/// <remarks>Accepts on a task of its own; everything else is called by the loop.</remarks>
internal sealed class TcpRoute : IDisposable
{
    public const int MaxConnections = 64;
    public const int MaxPerAddress = 8;

    /// <summary>A connection has so long for its first authentic check.</summary>
    public static readonly TimeSpan Probation = TimeSpan.FromSeconds(5);

    /// <summary>A peer that has read nothing for so long while something waited is gone.</summary>
    public static readonly TimeSpan StuckTime = TimeSpan.FromSeconds(10);

    private const int Backlog = 64;
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<TransportAddress, StreamConnection> _connections = new();
    private readonly Dictionary<StreamConnection, Watch> _watched = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _listener;
    private readonly RouteInbox _inbox;

    // Bounded by the connections accepted between two turns of the loop, each of which was a viewer's.
    private readonly ConcurrentQueue<TransportAddress> _lost = new();
    private long _refused;

    private TcpRoute(Socket listener, RouteInbox inbox)
    {
        _listener = listener;
        _inbox = inbox;
        Port = (ushort)((IPEndPoint)listener.LocalEndPoint!).Port;
        _ = AcceptAsync();
    }

    public ushort Port { get; }

    /// <summary>Connections now, those on probation included.</summary>
    public int Count => _connections.Count;

    /// <summary>Connections closed at once because there were too many, and those that were no viewer's.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Listens. Null when the port is not to be had, with the reason.</summary>
    public static TcpRoute? TryListen(IPEndPoint local, RouteInbox inbox, out string? problem)
    {
        bool everywhere = local.Address.Equals(IPAddress.IPv6Any);
        if (everywhere && !Socket.OSSupportsIPv6) local = new IPEndPoint(IPAddress.Any, local.Port);
        var socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = everywhere;
            socket.Bind(local);
            socket.Listen(Backlog);
            problem = null;
            return new TcpRoute(socket, inbox);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            problem = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? $"TCP port {local.Port} is used by another program" : e.Message;
            return null;
        }
    }

    /// <summary>Queues a datagram for a peer. False when its connection is gone or has no room.</summary>
    public bool TrySend(ReadOnlySpan<byte> datagram, in TransportAddress to) =>
        _connections.TryGetValue(to, out StreamConnection? connection) && connection.TrySend(datagram);

    /// <summary>Whether a peer's connection takes more. One that is gone takes everything, to be dropped.</summary>
    public bool HasRoom(in TransportAddress to) => !_connections.TryGetValue(to, out StreamConnection? connection) || connection.HasRoom;

    /// <summary>What the loop thinks of a connection's first datagram.</summary>
    public void Judge(StreamConnection connection, bool accepted)
    {
        if (!accepted && !connection.IsAccepted) Interlocked.Increment(ref _refused);
        connection.Judge(accepted);
    }

    /// <summary>The address of a viewer's connection that has closed.</summary>
    public bool TryTakeLost(out TransportAddress address) => _lost.TryDequeue(out address);

    /// <summary>The viewer behind this address has left: what is queued is still sent.</summary>
    public void Finish(in TransportAddress address)
    {
        if (_connections.TryGetValue(address, out StreamConnection? connection)) connection.Finish();
    }

    /// <summary>Closes who has not shown in time that he is a viewer, and who does not read. To be called about once a second.</summary>
    public void Sweep(TimeSpan now)
    {
        foreach (StreamConnection connection in _connections.Values)
        {
            Watch watch = _watched.GetValueOrDefault(connection, new Watch(now, now, 0));
            if (!connection.IsSending || connection.SentBytes != watch.SentBytes)
                watch = watch with { ProgressAt = now, SentBytes = connection.SentBytes };
            _watched[connection] = watch;
            bool late = !connection.IsAccepted && now - watch.SeenAt >= Probation;
            if (late) Interlocked.Increment(ref _refused);
            if (late || now - watch.ProgressAt >= StuckTime) connection.Dispose();
        }

        foreach (StreamConnection connection in _watched.Keys)
            if (connection.IsClosed) _watched.Remove(connection);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        foreach (StreamConnection connection in _connections.Values) connection.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Take(await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer was gone before it was taken, or there are no descriptors left; either passes.
                await Task.Delay(AcceptPause).ConfigureAwait(false);
            }
        }
    }

    private void Take(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint from)
        {
            socket.Dispose();
            return;
        }

        TransportAddress remote = TransportAddress.From(from.Address, (ushort)from.Port) with { Via = Route.Tcp };
        if (_connections.Count >= MaxConnections || CountFrom(remote) >= MaxPerAddress)
        {
            Interlocked.Increment(ref _refused);
            socket.Dispose();
            return;
        }

        var connection = new StreamConnection(socket, remote, new LengthFraming(RtcSession.MaxDatagram), RtcSession.MaxDatagram, _inbox, isTrusted: false)
        {
            Closed = Forget,
        };
        _connections[remote] = connection;
        connection.Start();
        if (_stopping.IsCancellationRequested) connection.Dispose();
    }

    private void Forget(StreamConnection connection)
    {
        _connections.TryRemove(new KeyValuePair<TransportAddress, StreamConnection>(connection.Remote, connection));
        if (!connection.IsAccepted) return;
        _lost.Enqueue(connection.Remote);
        _inbox.Wake();
    }

    private int CountFrom(in TransportAddress remote)
    {
        SourceNetwork network = SourceNetwork.Of(remote);
        int count = 0;
        foreach (TransportAddress other in _connections.Keys)
            if (SourceNetwork.Of(other) == network) count++;
        return count;
    }

    private readonly record struct Watch(TimeSpan SeenAt, TimeSpan ProgressAt, long SentBytes);
}
