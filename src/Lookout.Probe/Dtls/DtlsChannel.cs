using System.Collections.Concurrent;
using Org.BouncyCastle.Tls;

namespace Lookout.Probe.Dtls;

/// <summary>
/// The network as the handshake's thread sees it: it waits on a bounded inbox, and sends by a delegate. A datagram that finds
/// the inbox full is dropped; the handshake sends again.
/// </summary>
internal sealed class DtlsChannel(Action<byte[]> send) : DatagramTransport, IDisposable
{
    private const int ReceiveLimit = 2048;
    private const int SendLimit = 1200;
    private const int MostWaiting = 32;

    private readonly BlockingCollection<byte[]> _inbox = new(MostWaiting);

    /// <summary>Hands over a datagram that came.</summary>
    public void Put(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length <= ReceiveLimit && !_inbox.IsAddingCompleted) _inbox.TryAdd(datagram.ToArray());
    }

    public int GetReceiveLimit() => ReceiveLimit;

    public int GetSendLimit() => SendLimit;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        if (_inbox.TryTake(out byte[]? datagram, waitMillis == 0 ? Timeout.Infinite : waitMillis))
        {
            int length = Math.Min(datagram.Length, buffer.Length);
            datagram.AsSpan(0, length).CopyTo(buffer);
            return length;
        }
        return _inbox.IsCompleted ? throw new IOException("the channel was closed") : -1;
    }

    public void Send(byte[] buf, int off, int len) => send(buf[off..(off + len)]);

    public void Send(ReadOnlySpan<byte> buffer) => send(buffer.ToArray());

    public void Close() => _inbox.CompleteAdding();

    public void Dispose() => _inbox.Dispose();
}
