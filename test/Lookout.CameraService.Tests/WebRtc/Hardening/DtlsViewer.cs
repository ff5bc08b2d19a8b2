using Lookout.CameraService.Dtls;
using Lookout.CameraService.Tests.Dtls;
using Lookout.Rtc.Srtp;
using Org.BouncyCastle.Tls;

namespace Lookout.CameraService.Tests.WebRtc.Hardening;

/// <summary>A viewer whose handshake is a real one, by the library in the client's role. Disposes the viewer.</summary>
internal sealed class DtlsViewer : DatagramTransport, IDisposable
{
    private static readonly DtlsCertificate Identity = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(50));

    private readonly Queue<byte[]> _arrived = new();

    public DtlsViewer(int port)
    {
        Viewer = new LoopbackViewer(port) { Fingerprint = Identity.Fingerprint, DtlsArrived = _arrived.Enqueue };
    }

    public LoopbackViewer Viewer { get; }

    /// <summary>Handshakes; throws what the library throws when that fails.</summary>
    public void Handshake() => _ = new DtlsClientProtocol().Connect(new DtlsTestPeer(Identity, SrtpProfile.AeadAes128Gcm), this);

    public int GetReceiveLimit() => 2048;

    public int GetSendLimit() => 1200;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        long deadline = Environment.TickCount64 + waitMillis;
        do
        {
            if (_arrived.TryDequeue(out byte[]? datagram))
            {
                datagram.CopyTo(buffer);
                return datagram.Length;
            }

            Viewer.ReceiveNext();
        }
        while (Environment.TickCount64 < deadline);
        return -1;
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer) => Viewer.Send(buffer);

    public void Close()
    {
    }

    public void Dispose() => Viewer.Dispose();
}
