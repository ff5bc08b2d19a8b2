using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;

namespace Lookout.CameraServer.Tests.Legacy;

/// <summary>The other end of the compatibility socket, speaking byte by byte.</summary>
internal sealed class LegacyClient : IDisposable
{
    private const int PatienceMs = 30_000;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private LegacyClient(string path)
    {
        _socket.ReceiveTimeout = _socket.SendTimeout = PatienceMs;
        _socket.Connect(new UnixDomainSocketEndPoint(path));
    }

    public static LegacyClient Connect(string path) => new(path);

    /// <summary>Null: nobody listens.</summary>
    public static LegacyClient? TryConnect(string path)
    {
        try
        {
            return new LegacyClient(path);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    public static byte[] Frame(string json) => Frame(System.Text.Encoding.UTF8.GetBytes(json));

    public static byte[] Frame(byte[] body)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)body.Length);
        body.CopyTo(frame, 4);
        return frame;
    }

    public JsonElement Ask(string json)
    {
        Send(Frame(json));
        return ReadJson();
    }

    public string? AskError(string json) => ErrorOf(Ask(json));

    public static string? ErrorOf(JsonElement reply) => reply.TryGetProperty("error", out JsonElement error) ? error.GetString() : null;

    /// <summary>The stream is in step if this is answered as it should be.</summary>
    public void AssertInStep() => Assert.Equal("ok", Ask("""{"cmd": "ping"}""").GetProperty("status").GetString());

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[_socket.Send(bytes)..];
    }

    /// <summary>Sends until the server has had enough.</summary>
    public void TrySend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Send(bytes);
        }
        catch (SocketException)
        {
            // It has hung up.
        }
    }

    public JsonElement ReadJson() => JsonDocument.Parse(ReadBlock()).RootElement.Clone();

    public void ReadByte() => Assert.NotNull(TryRead(1));

    public byte[] ReadBlock()
    {
        byte[]? block = TryReadBlock();
        Assert.NotNull(block);
        return block;
    }

    /// <summary>Null: the server has closed, between two blocks.</summary>
    public byte[]? TryReadBlock()
    {
        byte[]? prefix = TryRead(4);
        if (prefix == null) return null;
        byte[]? body = TryRead((int)BinaryPrimitives.ReadUInt32BigEndian(prefix));
        Assert.NotNull(body);
        return body;
    }

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Waits until the server closes, with nothing more to say.</summary>
    public void AssertClosed()
    {
        try
        {
            Assert.Equal(0, _socket.Receive(new byte[1]));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // As final.
        }
    }

    public void Dispose() => _socket.Dispose();

    private byte[]? TryRead(int count)
    {
        var bytes = new byte[count];
        for (int got = 0; got < count;)
        {
            int received;
            try
            {
                received = _socket.Receive(bytes.AsSpan(got));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                return null;
            }
            if (received == 0) return null;
            got += received;
        }
        return bytes;
    }
}
