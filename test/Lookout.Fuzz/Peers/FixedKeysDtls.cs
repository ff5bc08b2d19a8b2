using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.Fuzz.Peers;

/// <summary>A DTLS endpoint that has agreed on fixed keys. The real one reads the clock and is a target of its own.</summary>
internal sealed class FixedKeysDtls(SrtpProfile profile) : IDtlsEndpoint
{
    public byte[] Material { get; } = [.. Enumerable.Range(1, SrtpKeys.MaterialLength(profile)).Select(i => (byte)i)];

    public DtlsState State { get; set; } = DtlsState.Handshaking;

    public SrtpProfile Profile => profile;

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
        length = Material.Length;
        Material.CopyTo(destination);
        return true;
    }

    public void Close() => State = DtlsState.Closed;

    public void Dispose()
    {
    }
}
