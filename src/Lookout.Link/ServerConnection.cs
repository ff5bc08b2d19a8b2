using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Lookout.Link;

/// <summary>
/// One service's connection: a reading thread that handshakes and takes commands, a writing thread that drains the queue.
/// Owns its socket, which both threads have left when <see cref="Join"/> returns.
/// </summary>
internal sealed class ServerConnection
{
    // A reader that takes nothing for this long is beyond dropping frames.
    private const int SendTimeoutMs = 10_000;

    private readonly LinkServer _server;
    private readonly Socket _socket;
    private readonly FrameReader _reader;
    private readonly Hello _hello;
    private readonly ILogger _logger;
    private readonly Thread _reading;
    private readonly Thread _writing;
    private int _pid;
    private int _pictures; // that were handed on and not answered yet: 0 or 1

    public ServerConnection(LinkServer server, Socket socket, Hello hello, ILogger logger)
    {
        _server = server;
        _socket = socket;
        _socket.SendTimeout = SendTimeoutMs;
        _reader = new FrameReader(socket);
        _hello = hello;
        _logger = logger;
        Queue = new SendQueue(hello.Cameras.Count);
        _reading = new Thread(Read) { Name = "link-read", IsBackground = true };
        _writing = new Thread(Write) { Name = "link-write", IsBackground = true };
    }

    public SendQueue Queue { get; }

    public void Start() => _reading.Start();

    /// <summary>Makes both threads end, from any thread.</summary>
    public void Close()
    {
        Queue.Close();
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was first.
        }
    }

    public void Join(TimeSpan timeout) => _reading.Join(timeout);

    public void ReportOverflow(int camera) => LinkLog.Overflowed(_logger, _pid, camera);

    public void ReportDroppedLikenesses(long dropped) => LinkLog.LikenessesDropped(_logger, _pid, dropped);

    private void Read()
    {
        try
        {
            string? refusal = Handshake();
            if (refusal is not null)
            {
                _server.CountRefusal(refusal);
                return;
            }

            // Admitted before it is told: a service that has read our Hello misses nothing published from then on.
            _server.Admit(this);
            string reason = "left during the handshake";
            if (FrameWriter.TrySend(_socket, FrameWriter.Json(MessageType.Hello, _hello, LinkJson.Default.Hello)))
            {
                LinkLog.Accepted(_logger, _pid);
                _writing.Start();
                reason = ReadCommands();
            }

            LinkLog.Ended(_logger, _pid, reason);
        }
        catch (Exception e)
        {
            LinkLog.ThreadFailed(_logger, e);
        }
        finally
        {
            _server.Remove(this);
            Close();
            if (_writing.IsAlive) _writing.Join();
            _socket.Dispose();
        }
    }

    private string? Handshake()
    {
        if (!PeerCredentials.IsSameUser(_socket)) return "peer runs under another uid";
        ReadResult result = _reader.Read(LinkProtocol.MaxHello, LinkProtocol.HandshakeTimeout, out MessageType type, out ReadOnlySpan<byte> body);
        if (result != ReadResult.Message) return $"no Hello ({result})";
        if (type != MessageType.Hello || !LinkMessages.TryParseHello(body, out Hello hello)) return "malformed Hello";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hello.Nonce), Encoding.UTF8.GetBytes(_hello.Nonce))) return "wrong nonce";
        if (hello.Protocol != LinkProtocol.Version) return $"protocol {hello.Protocol}, expected {LinkProtocol.Version}";
        _pid = hello.Pid;
        _socket.ReceiveTimeout = 0;
        return null;
    }

    private string ReadCommands()
    {
        while (true)
        {
            ReadResult result = _reader.Read(LinkProtocol.MaxBody, Timeout.InfiniteTimeSpan, out MessageType type, out ReadOnlySpan<byte> body);
            if (result == ReadResult.Closed) return "closed";
            if (result != ReadResult.Message) return result.ToString();
            switch (type)
            {
                case MessageType.Want when LinkMessages.TryParseWant(body, _hello.Cameras.Count, out Want want):
                    _server.SetWant(this, want);
                    break;
                case MessageType.KeyFrame when LinkMessages.TryParseKeyFrame(body, _hello.Cameras.Count, out KeyFrame keyFrame):
                    _server.RequestKeyFrame(keyFrame.Camera, keyFrame.Rendition);
                    break;
                case MessageType.AnalyzeImage when StillImage.TryParse(body, out ulong id, out ReadOnlySpan<byte> file):
                    if (!TryAnalyze(id, file)) return "asks and takes no answer";
                    break;
                default:
                    return $"malformed message of type {(byte)type}";
            }
        }
    }

    private bool TryAnalyze(ulong id, ReadOnlySpan<byte> file)
    {
        if (Interlocked.CompareExchange(ref _pictures, 1, 0) != 0)
        {
            return _server.TryReply(this, ImageFaces.Refused(id, "Another picture is being looked at. Try again in a moment."));
        }

        int answered = 0;
        _server.AnalyzeImage(id, file.ToArray(), image =>
        {
            if (Interlocked.Exchange(ref answered, 1) != 0) return;
            Volatile.Write(ref _pictures, 0);
            if (!_server.TryReply(this, image with { Id = id })) Close();
        });
        return true;
    }

    private void Write()
    {
        try
        {
            while (Queue.Take() is { } message)
            {
                bool sent = FrameWriter.TrySend(_socket, message.Bytes);
                message.Release();
                if (!sent) break;
                if (!Queue.TryTakeStarved(out int stream)) continue;
                (int camera, byte rendition) = SendQueue.PartsOf(stream);
                _server.RequestKeyFrame(camera, rendition);
            }
        }
        catch (Exception e)
        {
            LinkLog.ThreadFailed(_logger, e);
        }
        finally
        {
            Close();
        }
    }
}
