using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Session;

/// <summary>A DTLS endpoint that does as the test says: fixed keys, no handshake.</summary>
internal sealed class FakeDtls : IDtlsEndpoint
{
    public List<byte[]> Received { get; } = [];

    public Queue<byte[]> Outgoing { get; } = new();

    public byte[] Material { get; set; } = [.. Enumerable.Range(1, 56).Select(i => (byte)i)];

    public bool IsClosed { get; private set; }

    public bool IsDisposed { get; private set; }

    public DtlsRole Role { get; set; }

    public int Starts { get; private set; }

    public DtlsState State { get; set; } = DtlsState.Handshaking;

    public SrtpProfile Profile { get; set; } = SrtpProfile.AeadAes128Gcm;

    public void Start() => Starts++;

    public void Receive(in TransportAddress from, ReadOnlySpan<byte> datagram) => Received.Add(datagram.ToArray());

    public bool TryTake(Span<byte> destination, out int length)
    {
        length = 0;
        if (!Outgoing.TryDequeue(out byte[]? datagram)) return false;
        datagram.CopyTo(destination);
        length = datagram.Length;
        return true;
    }

    public bool TryExportKeys(Span<byte> destination, out int length)
    {
        length = Material.Length;
        Material.CopyTo(destination);
        return true;
    }

    public void Close()
    {
        IsClosed = true;
        Outgoing.Enqueue([21, 254, 253]);
    }

    public void Dispose() => IsDisposed = true;
}
