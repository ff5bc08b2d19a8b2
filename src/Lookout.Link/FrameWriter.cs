using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lookout.Link;

/// <summary>Writes the message prefix, and whole small messages.</summary>
internal static class FrameWriter
{
    public const int TypeOffset = 4;
    public const int PrefixLength = 5;

    public static void WritePrefix(Span<byte> destination, MessageType type, int bodyLength)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)bodyLength);
        destination[TypeOffset] = (byte)type;
    }

    public static byte[] Json<T>(MessageType type, T message, JsonTypeInfo<T> json)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(message, json);
        var frame = new byte[PrefixLength + body.Length];
        WritePrefix(frame, type, body.Length);
        body.CopyTo(frame.AsSpan(PrefixLength));
        return frame;
    }

    /// <summary>Sends everything or returns false: peer gone, or the socket's SendTimeout passed without progress.</summary>
    public static bool TrySend(Socket socket, ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0) bytes = bytes[socket.Send(bytes)..];
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
