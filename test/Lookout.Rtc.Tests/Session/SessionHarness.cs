using Lookout.Rtc.Dtls;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;
using Lookout.Rtc.Tests.Ice;

namespace Lookout.Rtc.Tests.Session;

/// <summary>One session, the stream it is fed from, and a viewer that holds the other end's keys.</summary>
internal sealed class SessionHarness : IDisposable
{
    public const int PlayoutDelayId = 5;
    public static readonly Ssrc Ssrc = new(0xCAFE);
    public static readonly Ssrc ViewerSsrc = new(1);
    private static readonly TransportAddress AgentAddress = TransportAddress.FromIPv4(0x0A000001, 8555);

    private readonly byte[] _buffer = new byte[RtcSession.MaxDatagram];
    private SrtpContext? _fromSession;
    private SrtpContext? _toSession;

    public SessionHarness()
    {
        IceCredentials local = IceCredentials.Create(SeededRandom.Create(1));
        IceCredentials remote = IceCredentials.Create(SeededRandom.Create(2));
        var ice = new IceAgent(local, remote, SeededRandom.Create(3));
        Peer = new ControllingPeer(remote, local, TransportAddress.FromIPv4(0x0A000002, 5000), AgentAddress, 4);
        Session = new RtcSession(Now, new RtcSessionOptions(Ssrc, 102, new SequenceNumber(65530), PlayoutDelayId, "cname"), ice, Dtls, new BclSrtpCiphers());
    }

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

    public FakeDtls Dtls { get; } = new();

    public RtcSession Session { get; }

    public ControllingPeer Peer { get; }

    public PacketHistory History { get; } = new(256, 1164, new SequenceNumber(500));

    public void ConnectIce()
    {
        Session.Receive(Now, Peer.Address, Peer.MakeCheck(nominate: true));
        foreach (byte[] datagram in Drain())
        {
            Peer.Receive(Now, datagram);
            while (Peer.Outgoing.TryDequeue(out byte[]? answer)) Session.Receive(Now, Peer.Address, answer);
        }
    }

    public void Connect(SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    {
        ConnectIce();
        Dtls.Profile = profile;
        Dtls.Material = [.. Enumerable.Range(1, SrtpKeys.MaterialLength(profile)).Select(i => (byte)i)];
        Dtls.State = DtlsState.Connected;
        Session.Advance(Now, default);
        Assert.True(SrtpKeys.TrySplit(profile, Dtls.Material, out SrtpKeys keys));
        SrtpContext server = SrtpContext.Create(profile, keys.ServerKey, keys.ServerSalt, new BclSrtpCiphers());
        SrtpContext client = SrtpContext.Create(profile, keys.ClientKey, keys.ClientSalt, new BclSrtpCiphers());
        (_fromSession, _toSession) = Dtls.Role == DtlsRole.Server ? (server, client) : (client, server);
    }

    public List<byte[]> Drain()
    {
        var datagrams = new List<byte[]>();
        while (Session.TryTakeDatagram(_buffer, out int length, out TransportAddress to))
        {
            Assert.Equal(Peer.Address, to);
            datagrams.Add(_buffer[..length]);
        }

        return datagrams;
    }

    /// <summary>Adds a packet to the stream and sends it; the SRTP packet comes back.</summary>
    public byte[] Send(uint timestamp, bool marker = true, int payloadLength = 100) => WriteStored(Add(timestamp, marker, payloadLength));

    public SequenceNumber Add(uint timestamp, bool marker = true, int payloadLength = 100)
    {
        var payload = new byte[payloadLength];
        payload.AsSpan().Fill((byte)History.Next.Value);
        return History.Add(payload, marker, timestamp);
    }

    public byte[] WriteStored(SequenceNumber sequence)
    {
        Assert.True(History.TryGet(sequence, out StoredPacket packet));
        int length = Session.Write(_buffer, sequence, packet);
        return _buffer[..length];
    }

    public List<byte[]> DrainResends()
    {
        var packets = new List<byte[]>();
        while (Session.TryTakeResend(out SequenceNumber sequence))
        {
            Assert.True(History.TryGet(sequence, out StoredPacket packet));
            packets.Add(_buffer[..Session.Rewrite(_buffer, sequence, packet)]);
        }

        return packets;
    }

    public (RtpHeader Header, byte[] Payload) Open(byte[] srtp)
    {
        byte[] bytes = [.. srtp];
        Assert.True(_fromSession!.TryUnprotectRtp(bytes, out int length));
        Assert.True(RtpHeader.TryParse(bytes.AsSpan(0, length), out RtpHeader header));
        return (header, bytes[header.PayloadOffset..length]);
    }

    public byte[] OpenRtcp(byte[] srtcp)
    {
        byte[] bytes = [.. srtcp];
        Assert.True(_fromSession!.TryUnprotectRtcp(bytes, out int length));
        return bytes[..length];
    }

    public byte[] Protect(ReadOnlySpan<byte> rtcp)
    {
        var bytes = new byte[rtcp.Length + 64];
        rtcp.CopyTo(bytes);
        return bytes[.._toSession!.ProtectRtcp(bytes, rtcp.Length)];
    }

    public void Nack(params SequenceNumber[] missing)
    {
        var bytes = new byte[Rtc.Rtcp.Nack.MaxLength(missing.Length)];
        int length = Rtc.Rtcp.Nack.Write(bytes, new Feedback(ViewerSsrc, Ssrc), missing);
        Session.Receive(Now, Peer.Address, Protect(bytes.AsSpan(0, length)));
    }

    public void Dispose()
    {
        Session.Dispose();
        _fromSession?.Dispose();
        _toSession?.Dispose();
    }
}
