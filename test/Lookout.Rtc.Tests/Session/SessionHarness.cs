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
    public const byte RepairPayloadType = 103;
    public static readonly Ssrc Ssrc = new(0xCAFE);
    public static readonly Ssrc RepairSsrc = new(0xBEEF);
    public static readonly HeaderExtensionIds AllExtensions = new(TransportSequence: 4, PlayoutDelayId, CaptureTime: 12, VideoOrientation: 3);
    public static readonly Ssrc ViewerSsrc = new(1);
    public static readonly byte[] ViewerSsrcBytes = [0, 0, 0, 1];
    private static readonly TransportAddress AgentAddress = TransportAddress.FromIPv4(0x0A000001, 8555);

    private readonly byte[] _buffer = new byte[RtcSession.MaxDatagram];
    private SrtpContext? _fromSession;
    private SrtpContext? _toSession;

    /// <summary>A session that sends again byte for byte; <see cref="WithRepair"/> has all that can be agreed on.</summary>
    public SessionHarness()
        : this([new RtcTrack(MediaKind.Video, Media)], new HeaderExtensionIds(0, PlayoutDelayId, 0, 0), RateFeedback.None)
    {
    }

    public SessionHarness(RtcTrack[] tracks, HeaderExtensionIds extensions, RateFeedback feedback)
    {
        IceCredentials local = IceCredentials.Create(SeededRandom.Create(1));
        IceCredentials remote = IceCredentials.Create(SeededRandom.Create(2));
        var ice = new IceAgent(local, remote, SeededRandom.Create(3));
        Peer = new ControllingPeer(remote, local, TransportAddress.FromIPv4(0x0A000002, 5000), AgentAddress, 4);
        Session = new RtcSession(Now, new RtcSessionOptions(tracks, extensions, "cname", feedback), ice, Dtls, new BclSrtpCiphers());
    }

    public static RtcSource Media => new(Ssrc, 102, new SequenceNumber(65530));

    public static RtcTrack RepairedTrack => new(MediaKind.Video, Media, new RtcSource(RepairSsrc, RepairPayloadType, new SequenceNumber(32_000)));

    public static SessionHarness WithRepair() => new([RepairedTrack], AllExtensions, RateFeedback.TransportWide);

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
        int length = Session.Write(Now, _buffer, sequence, packet);
        return _buffer[..length];
    }

    public List<byte[]> DrainResends()
    {
        var packets = new List<byte[]>();
        while (Session.TryTakeResend(Now, _buffer, out int length)) packets.Add(_buffer[..length]);
        return packets;
    }

    public byte[] Pad(int bytes, int probeCluster = 0) => _buffer[..Session.WritePadding(Now, _buffer, bytes, probeCluster)];

    public void Start() => Session.Start(History, History.Next);

    /// <summary>The data of the header extension with that id, null without. Extensions are in the clear.</summary>
    public static byte[]? Extension(byte[] srtp, int id)
    {
        Assert.True(RtpHeader.TryParseAuthenticated(srtp, out RtpHeader header));
        foreach (HeaderExtension element in new HeaderExtensions(srtp.AsSpan(header.ExtensionOffset, header.ExtensionLength)))
            if (element.Id == id) return element.Data.ToArray();
        return null;
    }

    public static ushort TransportNumber(byte[] srtp)
    {
        Assert.True(TransportSequence.TryParse(Extension(srtp, AllExtensions.TransportSequence), out ushort number));
        return number;
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

    public void ReceiveRtcp(ReadOnlySpan<byte> rtcp) => Session.Receive(Now, Peer.Address, Protect(rtcp));

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
