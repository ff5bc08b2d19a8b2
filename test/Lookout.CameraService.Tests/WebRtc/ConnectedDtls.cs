using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>A DTLS endpoint whose handshake is over as soon as it is made.</summary>
internal sealed class ConnectedDtls : IDtlsEndpoint
{
    public DtlsState State { get; private set; } = DtlsState.Connected;

    public SrtpProfile Profile => SrtpProfile.AeadAes128Gcm;

    public void Receive(in TransportAddress from, ReadOnlySpan<byte> datagram)
    {
    }

    public bool TryTake(Span<byte> destination, out int length)
    {
        length = 0;
        return false;
    }

    public bool TryExportKeys(Span<byte> destination, out int length)
    {
        HelloDtls.Material.CopyTo(destination);
        length = HelloDtls.Material.Length;
        return true;
    }

    public void Close() => State = DtlsState.Closed;

    public void Dispose()
    {
    }
}
