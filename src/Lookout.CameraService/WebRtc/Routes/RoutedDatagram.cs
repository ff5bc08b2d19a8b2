using System.Buffers;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>
/// A datagram that came in a TCP connection, on its way to the loop in rented memory. Whoever holds it last calls
/// <see cref="Return"/>, once.
/// </summary>
internal readonly record struct RoutedDatagram(StreamConnection Connection, byte[] Buffer, int Length)
{
    public Span<byte> Bytes => Buffer.AsSpan(0, Length);

    public static RoutedDatagram Rent(StreamConnection connection, ReadOnlySpan<byte> bytes)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(buffer);
        return new RoutedDatagram(connection, buffer, bytes.Length);
    }

    public void Return() => ArrayPool<byte>.Shared.Return(Buffer);
}
