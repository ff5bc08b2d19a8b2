using Org.BouncyCastle.Tls;

namespace Lookout.CameraService.Dtls;

/// <summary>
/// The library's view of the network: it blocks on the inbox, and what it sends waits in the outbox for the session's
/// thread, which <paramref name="wake"/> calls.
/// </summary>
internal sealed class QueuedDatagramTransport(DatagramQueue inbox, DatagramQueue outbox, Action wake) : DatagramTransport
{
    /// <summary>A UDP payload that passes VPNs and tunnels; larger handshake messages are fragmented.</summary>
    private const int SendLimit = 1200;

    /// <summary>Longest datagram taken; anything the peer may send fits the 1500 bytes of an Ethernet frame.</summary>
    public const int ReceiveLimit = 2048;

    /// <summary>Whether the library closed its end: after a fatal alert, or the peer's close_notify.</summary>
    public bool IsClosed { get; private set; }

    public int GetReceiveLimit() => ReceiveLimit;

    public int GetSendLimit() => SendLimit;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    /// <summary>Waits for a datagram, 0 for as long as it takes. Returns its length, or -1 when time is up.</summary>
    /// <exception cref="IOException">The endpoint was closed: the only way to end the library's handshake loop.</exception>
    public int Receive(Span<byte> buffer, int waitMillis)
    {
        int timeoutMs = waitMillis == 0 ? Timeout.Infinite : waitMillis;
        if (inbox.TryTake(buffer, timeoutMs, out int length)) return length;
        if (inbox.IsClosed) throw new IOException("The DTLS endpoint was closed.");
        return -1;
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer)
    {
        outbox.TryAdd(buffer);
        wake();
    }

    public void Close() => IsClosed = true;
}
