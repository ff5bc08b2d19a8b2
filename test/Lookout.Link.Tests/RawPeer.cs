using System.Net.Sockets;

namespace Lookout.Link.Tests;

/// <summary>A peer that says exactly what a test wants it to say.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public RawPeer(TempSocket at)
    {
        _socket.ReceiveTimeout = (int)RecordingEvents.Patience.TotalMilliseconds;
        _socket.Connect(new UnixDomainSocketEndPoint(at.Path));
        Reader = new FrameReader(_socket);
    }

    public FrameReader Reader { get; }

    /// <summary>Connects and finishes the handshake.</summary>
    public static RawPeer Admitted(TempSocket at, string nonce)
    {
        var peer = new RawPeer(at);
        peer.Send(HelloFrame(nonce));
        Assert.Equal(ReadResult.Message, peer.Reader.Read(LinkProtocol.MaxHello, RecordingEvents.Patience, out MessageType type, out _));
        Assert.Equal(MessageType.Hello, type);
        return peer;
    }

    public static byte[] HelloFrame(string nonce, int protocol = LinkProtocol.Version) =>
        FrameWriter.Json(MessageType.Hello, new Hello(protocol, nonce, "", 1, []), LinkJson.Default.Hello);

    public static byte[] WantFrame(int camera, byte rendition = 0, bool on = true) =>
        FrameWriter.Json(MessageType.Want, new Want(camera, rendition, on), LinkJson.Default.Want);

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[_socket.Send(bytes)..];
    }

    /// <summary>Reads until the server closes, which it must within the test's patience.</summary>
    public void AssertClosed()
    {
        var scratch = new byte[4096];
        try
        {
            while (_socket.Receive(scratch) > 0)
            {
            }
        }
        catch (SocketException e)
        {
            Assert.NotEqual(SocketError.TimedOut, e.SocketErrorCode);
            Assert.NotEqual(SocketError.WouldBlock, e.SocketErrorCode);
        }
    }

    public void Dispose() => _socket.Dispose();
}
