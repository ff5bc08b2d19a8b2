using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Lookout.Link;

/// <summary>
/// camera-service's end of the link. One thread connects (for ever: 50 ms, doubling to 1 s) and reads, one writes
/// commands. Access units are handed over where they were received: nothing is copied or allocated for them.
/// </summary>
public sealed class LinkClient : IDisposable
{
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastDelay = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly string _nonce;
    private readonly ILinkEvents _events;
    private readonly ILogger _logger;
    private readonly CommandOutbox _outbox = new();
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;
    private Socket? _socket;

    /// <param name="path">The socket's path; it need not exist yet.</param>
    /// <param name="nonce">The run's secret; both sides have to know it.</param>
    /// <param name="events">Receives what camera-server tells.</param>
    /// <param name="logger">For the link going up and down.</param>
    public LinkClient(string path, string nonce, ILinkEvents events, ILogger logger)
    {
        _path = path;
        _nonce = nonce;
        _events = events;
        _logger = logger;
        _thread = new Thread(Run) { Name = "link-client", IsBackground = true };
    }

    /// <summary>Begins to connect.</summary>
    public void Start() => _thread.Start();

    /// <summary>Says whether access units of a rendition are wanted; remembered over reconnects. Never blocks.</summary>
    public void SendWant(int camera, byte rendition, bool on)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)camera, (uint)LinkProtocol.MaxCameras, nameof(camera));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rendition, LinkProtocol.MaxRenditions);
        _outbox.SetWant(camera, rendition, on);
    }

    /// <summary>Asks for a key frame of one rendition; requests that were not sent yet coalesce. Never blocks.</summary>
    public void SendKeyFrame(int camera, byte rendition)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)camera, (uint)LinkProtocol.MaxCameras, nameof(camera));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rendition, LinkProtocol.MaxRenditions);
        _outbox.SetKeyFrame(camera, rendition);
    }

    /// <summary>
    /// Sends a still picture to have its faces looked at; <see cref="ILinkEvents.ImageFaces"/> brings the answer. Camera-server looks at one
    /// at a time and refuses what comes meanwhile. False when there is no connection, or one picture still waits to be sent. Never blocks.
    /// </summary>
    public bool AnalyzeImage(ulong id, ReadOnlyMemory<byte> file)
    {
        ArgumentOutOfRangeException.ThrowIfZero(file.Length, nameof(file));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(file.Length, LinkProtocol.MaxImage, nameof(file));
        return _outbox.TrySetImage(StillImage.Frame(id, file.Span));
    }

    /// <summary>Ends the connection and both threads. No event comes after it returns.</summary>
    public void Dispose()
    {
        if (_stopping.IsSet) return;
        _stopping.Set();
        Unblock(Volatile.Read(ref _socket));
        if (_thread.IsAlive) _thread.Join(JoinTimeout);
    }

    private void Run()
    {
        TimeSpan delay = FirstDelay;
        string? lastReason = null;
        while (!_stopping.IsSet)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            Volatile.Write(ref _socket, socket);
            var reader = new FrameReader(socket);
            string? reason = Connect(socket, reader, out Hello hello);
            if (reason is null)
            {
                delay = FirstDelay;
                lastReason = null;
                Serve(socket, reader, hello);
                continue;
            }

            if (reason != lastReason) LinkLog.Waiting(_logger, reason);
            lastReason = reason;
            if (_stopping.Wait(delay)) return;
            delay = delay * 2 < LastDelay ? delay * 2 : LastDelay;
        }
    }

    private string? Connect(Socket socket, FrameReader reader, out Hello hello)
    {
        hello = null!;
        try
        {
            socket.SendTimeout = (int)LinkProtocol.HandshakeTimeout.TotalMilliseconds;
            socket.Connect(new UnixDomainSocketEndPoint(_path));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return e.Message;
        }

        if (!PeerCredentials.IsSameUser(socket)) return "the listener runs under another uid";
        var own = new Hello(LinkProtocol.Version, _nonce, "", Environment.ProcessId, []);
        if (!FrameWriter.TrySend(socket, FrameWriter.Json(MessageType.Hello, own, LinkJson.Default.Hello))) return "closed during the handshake";
        ReadResult result = reader.Read(LinkProtocol.MaxHello, LinkProtocol.HandshakeTimeout, out MessageType type, out ReadOnlySpan<byte> body);
        if (result == ReadResult.Closed) return "camera-server refused the handshake";
        if (result != ReadResult.Message) return $"no Hello ({result})";
        if (type != MessageType.Hello || !LinkMessages.TryParseHello(body, out hello)) return "malformed Hello";
        if (hello.Protocol != LinkProtocol.Version) return $"protocol {hello.Protocol}, expected {LinkProtocol.Version}";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hello.Nonce), Encoding.UTF8.GetBytes(_nonce))) return "wrong nonce";
        socket.ReceiveTimeout = 0;
        return null;
    }

    private void Serve(Socket socket, FrameReader reader, Hello hello)
    {
        LinkLog.Connected(_logger, hello.Pid, hello.Instance, hello.Cameras.Count);
        string reason;
        Thread? writing = null;
        try
        {
            _events.Connected(hello);
            int epoch = _outbox.Open(hello.Cameras.Count);
            writing = new Thread(() => Write(socket, epoch)) { Name = "link-commands", IsBackground = true };
            writing.Start();
            reason = ReadEvents(reader, hello.Cameras.Count);
        }
        catch (Exception e)
        {
            // A subscriber's bug must not end the reconnecting.
            LinkLog.ThreadFailed(_logger, e);
            reason = "internal error";
        }

        _outbox.Close();
        Unblock(socket);
        writing?.Join();
        if (_stopping.IsSet) return;
        LinkLog.Disconnected(_logger, reason);
        _events.Disconnected(reason);
    }

    private string ReadEvents(FrameReader reader, int cameras)
    {
        while (true)
        {
            ReadResult result = reader.Read(LinkProtocol.MaxBody, Timeout.InfiniteTimeSpan, out MessageType type, out ReadOnlySpan<byte> body);
            if (result == ReadResult.Closed) return "closed by camera-server";
            if (result != ReadResult.Message) return result.ToString();
            switch (type)
            {
                case MessageType.AccessUnit when AccessUnitHeader.TryParse(body, cameras, out AccessUnitHeader header, out ReadOnlySpan<byte> annexB):
                    _events.AccessUnit(header, annexB);
                    break;
                case MessageType.Analysis when LinkMessages.TryParseAnalysis(body, cameras, out Analysis analysis):
                    _events.Analysis(analysis);
                    break;
                case MessageType.People when LinkMessages.TryParsePeople(body, cameras, out People people):
                    _events.People(people);
                    break;
                case MessageType.Likenesses when LinkMessages.TryParseLikenesses(body, cameras, out Likenesses likenesses):
                    _events.Likenesses(likenesses);
                    break;
                case MessageType.ImageFaces when LinkMessages.TryParseImageFaces(body, out ImageFaces image):
                    _events.ImageFaces(image);
                    break;
                case MessageType.CameraState when LinkMessages.TryParseCameraState(body, cameras, out CameraState state):
                    _events.CameraState(state);
                    break;
                default:
                    return $"malformed message of type {(byte)type}";
            }
        }
    }

    private void Write(Socket socket, int epoch)
    {
        while (_outbox.Take(epoch) is { } frame)
        {
            if (FrameWriter.TrySend(socket, frame)) continue;
            Unblock(socket);
            return;
        }
    }

    private static void Unblock(Socket? socket)
    {
        try
        {
            socket?.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Not connected yet, or already gone.
        }
    }
}
