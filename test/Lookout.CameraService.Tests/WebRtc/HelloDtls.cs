using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>
/// A DTLS endpoint that is connected by the first datagram and answers it by the same bytes, with keys both ends know.
/// Tells of it from another thread, as a real one does.
/// </summary>
internal sealed class HelloDtls(Action moved) : IDtlsEndpoint
{
    public static readonly byte[] Hello = [22, 254, 253, 1];
    public static readonly byte[] CloseNotify = [21, 254, 253, 1];

    private readonly Queue<byte[]> _outgoing = new();
    private volatile DtlsState _state;

    public static byte[] Material { get; } = [.. Enumerable.Range(1, SrtpKeys.MaterialLength(SrtpProfile.AeadAes128Gcm)).Select(i => (byte)i)];

    public DtlsState State => _state;

    public SrtpProfile Profile => SrtpProfile.AeadAes128Gcm;

    public void Receive(in TransportAddress from, ReadOnlySpan<byte> datagram)
    {
        if (datagram.SequenceEqual(CloseNotify))
        {
            _state = DtlsState.Closed;
            return;
        }

        byte[] answer = [.. datagram];
        ThreadPool.QueueUserWorkItem(_ =>
        {
            // In this order: who sees the answer may rely on the session being connected.
            _state = DtlsState.Connected;
            Send(answer);
            moved();
        });
    }

    public bool TryTake(Span<byte> destination, out int length)
    {
        lock (_outgoing)
        {
            length = 0;
            if (!_outgoing.TryDequeue(out byte[]? datagram)) return false;
            datagram.CopyTo(destination);
            length = datagram.Length;
            return true;
        }
    }

    public bool TryExportKeys(Span<byte> destination, out int length)
    {
        Material.CopyTo(destination);
        length = Material.Length;
        return true;
    }

    public void Close()
    {
        _state = DtlsState.Closed;
        Send(CloseNotify);
    }

    public void Dispose()
    {
    }

    private void Send(byte[] datagram)
    {
        lock (_outgoing) _outgoing.Enqueue(datagram);
    }
}
