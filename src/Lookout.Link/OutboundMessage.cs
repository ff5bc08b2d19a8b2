using System.Diagnostics;

namespace Lookout.Link;

/// <summary>
/// One message on its way to any number of connections. Whoever holds a reference calls <see cref="Release"/> exactly
/// once; the last one gives the buffer back to its pool.
/// </summary>
internal sealed class OutboundMessage(MessagePool pool, byte[] buffer)
{
    private int _references;

    public byte[] Buffer { get; } = buffer;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(0, Length);

    public void Begin(int length)
    {
        Debug.Assert(_references == 0, "a message in use was rented again");
        Length = length;
        _references = 1;
    }

    public void Borrow() => Interlocked.Increment(ref _references);

    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        Debug.Assert(left >= 0, "a message was released twice");
        if (left == 0) pool.Return(this);
    }
}
