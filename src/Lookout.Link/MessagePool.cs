using System.Numerics;

namespace Lookout.Link;

/// <summary>
/// Buffers of power-of-two sizes that travel from a publishing thread to writing threads and back. Keeps at most
/// <see cref="MaxRetained"/> bytes; what exceeds that is left to the collector.
/// </summary>
internal sealed class MessagePool
{
    private const int MaxRetained = 8 << 20;
    private const int SmallestBits = 10;
    private const int Classes = 14; // 1 KiB .. 8 MiB, which holds MaxBody and its prefix

    private readonly Lock _gate = new();
    private readonly Stack<OutboundMessage>[] _free = new Stack<OutboundMessage>[Classes];
    private int _retained;

    public MessagePool()
    {
        for (int i = 0; i < Classes; i++) _free[i] = new Stack<OutboundMessage>();
    }

    /// <summary>A message of <paramref name="length"/> bytes with one reference, which the caller releases.</summary>
    public OutboundMessage Rent(int length)
    {
        int sizeClass = ClassOf(length);
        OutboundMessage? message;
        lock (_gate)
        {
            if (_free[sizeClass].TryPop(out message)) _retained -= message.Buffer.Length;
        }

        message ??= new OutboundMessage(this, new byte[1 << (SmallestBits + sizeClass)]);
        message.Begin(length);
        return message;
    }

    /// <summary>Called by the last <see cref="OutboundMessage.Release"/> alone.</summary>
    public void Return(OutboundMessage message)
    {
        lock (_gate)
        {
            if (_retained + message.Buffer.Length > MaxRetained) return;
            _retained += message.Buffer.Length;
            _free[ClassOf(message.Buffer.Length)].Push(message);
        }
    }

    private static int ClassOf(int length) => Math.Max(0, BitOperations.Log2((uint)Math.Max(length, 1) - 1) + 1 - SmallestBits);
}
