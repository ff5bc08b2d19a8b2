using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Lookout.Link;

/// <summary>
/// camera-server's end of the link. Publishing copies and never blocks; a service gets the access units of the streams it
/// wants, every analysis, and the newest state of each camera. One slow or broken connection concerns no other.
/// </summary>
public sealed class LinkServer : IDisposable
{
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Hello _hello;
    private readonly ILinkCommands _commands;
    private readonly ILogger _logger;
    private readonly MessagePool _pool = new();

    // Guards the lists of connections, the states to replay, and the counts of wants; held for no IO.
    private readonly Lock _gate = new();
    private readonly List<ServerConnection> _open = [];
    private readonly CameraState?[] _states;
    private readonly int[] _wants;
    private readonly long[] _dropped;

    // The connections whose handshake is done; replaced as a whole, so publishing takes no lock.
    private volatile ServerConnection[] _admitted = [];
    private volatile bool _stopping;
    private Socket? _listener;
    private Thread? _accepting;
    private long _refused;
    private long _droppedLikenesses;

    /// <param name="path">The socket's path; its directory is made, mode 0700, if it does not exist.</param>
    /// <param name="hello">What each service is told; its nonce is what each service has to know.</param>
    /// <param name="commands">Receives what services ask for.</param>
    /// <param name="logger">For connections coming and going.</param>
    public LinkServer(string path, Hello hello, ILinkCommands commands, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(hello);
        _path = path;
        _hello = hello;
        _commands = commands;
        _logger = logger;
        _states = new CameraState?[hello.Cameras.Count];
        _wants = new int[hello.Cameras.Count * LinkProtocol.MaxRenditions];
        _dropped = new long[hello.Cameras.Count];
    }

    /// <summary>Connections with a finished handshake.</summary>
    public int Connections => _admitted.Length;

    /// <summary>Takes the path and begins to accept.</summary>
    /// <exception cref="IOException">Another server listens there, or the path cannot be used; the message says why.</exception>
    public void Start()
    {
        _listener = LinkAddress.Listen(_path);
        LinkLog.Listening(_logger, _path);
        _accepting = new Thread(Accept) { Name = "link-accept", IsBackground = true };
        _accepting.Start();
    }

    /// <summary>Access units of a camera lost because a connection was too slow, since the start.</summary>
    public long Dropped(int camera) => Volatile.Read(ref _dropped[camera]);

    /// <summary>Messages of likenesses lost because a connection was too slow, since the start.</summary>
    public long DroppedLikenesses => Volatile.Read(ref _droppedLikenesses);

    /// <summary>Hands one access unit to every connection that wants its stream. Never blocks; allocates nothing in steady state.</summary>
    public void Publish(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)header.Camera, (uint)_hello.Cameras.Count, nameof(header));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(header.Rendition, LinkProtocol.MaxRenditions, nameof(header));
        int stream = SendQueue.StreamOf(header.Camera, header.Rendition);
        int length = AccessUnitHeader.Length + annexB.Length;
        if (annexB.IsEmpty || length > LinkProtocol.MaxBody)
        {
            Interlocked.Increment(ref _dropped[header.Camera]);
            return;
        }

        OutboundMessage? message = null;
        foreach (ServerConnection connection in _admitted)
        {
            if (!connection.Queue.IsWanted(stream)) continue;
            message ??= Copy(header, annexB, length);
            if (connection.Queue.Add(stream, header.Key, message)) continue;
            if (Interlocked.Increment(ref _dropped[header.Camera]) == 1) connection.ReportOverflow(header.Camera);
        }

        message?.Release();
    }

    /// <summary>Hands an analysis to every connection; on a slow one the newest of each camera wins.</summary>
    public void Publish(Analysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)analysis.Camera, (uint)_hello.Cameras.Count, nameof(analysis));
        ServerConnection[] connections = _admitted;
        if (connections.Length == 0) return;
        OutboundMessage message = Serialize(MessageType.Analysis, analysis, LinkJson.Default.Analysis);
        foreach (ServerConnection connection in connections) connection.Queue.SetAnalysis(analysis.Camera, message);
        message.Release();
    }

    /// <inheritdoc cref="Publish(Analysis)"/>
    public void Publish(People people)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)people.Camera, (uint)_hello.Cameras.Count, nameof(people));
        ServerConnection[] connections = _admitted;
        if (connections.Length == 0) return;
        OutboundMessage message = Serialize(MessageType.People, people, LinkJson.Default.People);
        foreach (ServerConnection connection in connections) connection.Queue.SetPeople(people.Camera, message);
        message.Release();
    }

    /// <summary>Hands likenesses to every connection; a slow one loses the oldest, counted.</summary>
    public void Publish(Likenesses likenesses)
    {
        ArgumentNullException.ThrowIfNull(likenesses);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)likenesses.Camera, (uint)_hello.Cameras.Count, nameof(likenesses));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(likenesses.Items.Count, LinkProtocol.MaxLikenesses, nameof(likenesses));
        ServerConnection[] connections = _admitted;
        if (connections.Length == 0) return;
        OutboundMessage message = Serialize(MessageType.Likenesses, likenesses, LinkJson.Default.Likenesses);
        foreach (ServerConnection connection in connections)
        {
            int dropped = connection.Queue.AddLikenesses(message);
            if (dropped == 0) continue;
            long before = Interlocked.Add(ref _droppedLikenesses, dropped) - dropped;
            if (before == 0) connection.ReportDroppedLikenesses(dropped);
        }

        message.Release();
    }

    /// <summary>Hands a state to every connection, and keeps it for those to come.</summary>
    public void Publish(CameraState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)state.Camera, (uint)_hello.Cameras.Count, nameof(state));
        if (state.Reason.Length > LinkProtocol.MaxReasonLength) state = state with { Reason = state.Reason[..LinkProtocol.MaxReasonLength] };
        lock (_gate)
        {
            _states[state.Camera] = state;
            if (_admitted.Length == 0) return;
            OutboundMessage message = Serialize(MessageType.CameraState, state, LinkJson.Default.CameraState);
            foreach (ServerConnection connection in _admitted) connection.Queue.SetState(state.Camera, message);
            message.Release();
        }
    }

    /// <summary>Ends every connection and thread, and removes the socket file.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        if (_listener is null) return;
        File.Delete(_path);
        Unblock(_listener);
        _accepting?.Join(JoinTimeout);
        _listener.Dispose();
        ServerConnection[] open;
        lock (_gate) open = [.. _open];
        foreach (ServerConnection connection in open) connection.Close();
        foreach (ServerConnection connection in open) connection.Join(JoinTimeout);
    }

    internal void Admit(ServerConnection connection)
    {
        lock (_gate)
        {
            _admitted = [.. _admitted, connection];
            foreach (CameraState? state in _states)
            {
                if (state is null) continue;
                OutboundMessage message = Serialize(MessageType.CameraState, state, LinkJson.Default.CameraState);
                connection.Queue.SetState(state.Camera, message);
                message.Release();
            }
        }
    }

    internal void Remove(ServerConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection);
            _admitted = Array.FindAll(_admitted, c => c != connection);
            for (int stream = 0; stream < _wants.Length; stream++) ChangeWant(connection, stream, on: false);
        }
    }

    internal void SetWant(ServerConnection connection, Want want)
    {
        lock (_gate) ChangeWant(connection, SendQueue.StreamOf(want.Camera, want.Rendition), want.On);
    }

    internal void RequestKeyFrame(int camera, byte rendition)
    {
        lock (_gate) _commands.KeyFrame(camera, rendition);
    }

    internal void AnalyzeImage(ulong id, byte[] file, Action<ImageFaces> reply)
    {
        lock (_gate) _commands.AnalyzeImage(id, file, reply);
    }

    /// <summary>False when the connection's answers pile up.</summary>
    internal bool TryReply(ServerConnection connection, ImageFaces image)
    {
        OutboundMessage message = Serialize(MessageType.ImageFaces, image, LinkJson.Default.ImageFaces);
        bool added = connection.Queue.TryAddReply(message);
        message.Release();
        return added;
    }

    internal void CountRefusal(string reason)
    {
        // 1, 2, 4, 8 ...: whoever knocks for ever fills no log.
        long refused = Interlocked.Increment(ref _refused);
        if (long.IsPow2(refused)) LinkLog.Refused(_logger, reason, refused);
    }

    // The order of calls to _commands is the order of changes, which is why they are made under the lock.
    private void ChangeWant(ServerConnection connection, int stream, bool on)
    {
        if (!connection.Queue.SetWanted(stream, on)) return;
        (int camera, byte rendition) = SendQueue.PartsOf(stream);
        _wants[stream] += on ? 1 : -1;
        if (on && _wants[stream] > 1) _commands.KeyFrame(camera, rendition);
        else if (_wants[stream] == (on ? 1 : 0)) _commands.Want(camera, rendition, on);
    }

    private void Accept()
    {
        while (!_stopping)
        {
            try
            {
                Socket socket = _listener!.Accept();
                if (!TryOpen(socket)) socket.Dispose();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (_stopping) return;
                // Out of descriptors, most likely: give others time to close theirs.
                CountRefusal(e.Message);
                Thread.Sleep(100);
            }
        }
    }

    private bool TryOpen(Socket socket)
    {
        lock (_gate)
        {
            if (_stopping) return false;
            if (_open.Count >= LinkProtocol.MaxConnections)
            {
                CountRefusal($"{LinkProtocol.MaxConnections} connections are open");
                return false;
            }

            var connection = new ServerConnection(this, socket, _hello, _logger);
            _open.Add(connection);
            connection.Start();
            return true;
        }
    }

    private OutboundMessage Copy(in AccessUnitHeader header, ReadOnlySpan<byte> annexB, int bodyLength)
    {
        OutboundMessage message = _pool.Rent(FrameWriter.PrefixLength + bodyLength);
        Span<byte> frame = message.Buffer;
        FrameWriter.WritePrefix(frame, MessageType.AccessUnit, bodyLength);
        header.Write(frame[FrameWriter.PrefixLength..]);
        annexB.CopyTo(frame[(FrameWriter.PrefixLength + AccessUnitHeader.Length)..]);
        return message;
    }

    private OutboundMessage Serialize<T>(MessageType type, T value, JsonTypeInfo<T> json)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, json);
        OutboundMessage message = _pool.Rent(FrameWriter.PrefixLength + body.Length);
        FrameWriter.WritePrefix(message.Buffer, type, body.Length);
        body.CopyTo(message.Buffer.AsSpan(FrameWriter.PrefixLength));
        return message;
    }

    private static void Unblock(Socket listener)
    {
        try
        {
            listener.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Not every kernel lets a listener be shut down; disposing it wakes accept as well.
            listener.Dispose();
        }
    }
}
