using System.Buffers;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// One access unit on its way from the link's thread to the loop, in rented memory. Whoever holds it last calls
/// <see cref="Return"/>, once.
/// </summary>
internal readonly record struct QueuedAccessUnit(byte[] Buffer, int Length, bool Key, uint Timestamp)
{
    public ReadOnlySpan<byte> AnnexB => Buffer.AsSpan(0, Length);

    public static QueuedAccessUnit Rent(ReadOnlySpan<byte> annexB, bool key, uint timestamp)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(annexB.Length);
        annexB.CopyTo(buffer);
        return new QueuedAccessUnit(buffer, annexB.Length, key, timestamp);
    }

    public void Return() => ArrayPool<byte>.Shared.Return(Buffer);
}
