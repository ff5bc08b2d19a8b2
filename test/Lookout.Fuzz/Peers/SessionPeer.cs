using System.Text;
using Lookout.Fuzz.Corpus;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.Fuzz.Peers;

/// <summary>A session that sends a stream, and the viewer's keys and password, by which whatever is made up looks genuine.</summary>
internal sealed class SessionPeer : IDisposable
{
    public static readonly Ssrc Media = new(0xCAFE);
    public static readonly Ssrc Repair = new(0xBEEF);
    public static readonly Ssrc Viewer = new(1);
    public static readonly SequenceNumber First = new(1000);
    public static readonly TransportAddress Address = TransportAddress.FromIPv4(0x0A000002, 5000);

    private static readonly IceCredentials Local = IceCredentials.Create(SeededRandom.Fill(1));
    private static readonly IceCredentials Remote = IceCredentials.Create(SeededRandom.Fill(2));
    private static readonly HeaderExtensionIds Extensions = new(TransportSequence: 4, PlayoutDelay: 5, CaptureTime: 12, VideoOrientation: 3);

    private readonly byte[] _buffer = new byte[RtcSession.MaxDatagram];
    private readonly SrtpContext _toSession;

    public SessionPeer(TimeSpan now, SrtpProfile profile)
    {
        var dtls = new FixedKeysDtls(profile);
        var track = new RtcTrack(MediaKind.Video, new RtcSource(Media, 102, First), new RtcSource(Repair, 103, new SequenceNumber(5)));
        var options = new RtcSessionOptions([track], Extensions, "cname", RateFeedback.TransportWide);
        Session = new RtcSession(now, options, new IceAgent(Local, Remote, SeededRandom.Fill(3)), dtls, new BclSrtpCiphers());
        Session.Start(History, History.Next);
        Check(now, nominate: true);
        AnswerChecks(now);
        dtls.State = DtlsState.Connected;
        Session.Advance(now, default);
        SrtpKeys.TrySplit(profile, dtls.Material, out SrtpKeys keys);
        _toSession = SrtpContext.Create(profile, keys.ClientKey, keys.ClientSalt, new BclSrtpCiphers());
    }

    public RtcSession Session { get; }

    public PacketHistory History { get; } = new(512, 1100);

    /// <summary>Sends one frame of some packets and drains all else there is; returns how many datagrams.</summary>
    public int Send(TimeSpan now, uint timestamp, int packets)
    {
        int datagrams = 0;
        Span<byte> payload = stackalloc byte[900];
        for (int i = 0; i < packets; i++)
        {
            SequenceNumber sequence = History.Add(payload, i == packets - 1, timestamp);
            if (History.TryGet(sequence, out StoredPacket packet) && Session.Write(now, _buffer, sequence, packet) > 0) datagrams++;
        }

        while (Session.TryTakeResend(now, _buffer, out _)) datagrams++;
        if (Session.Bandwidth?.TryTakeProbe(now, out var probe) == true)
            for (int i = 0; i < probe.Packets; i++)
                if (Session.WritePadding(now, _buffer, 1200, probe.Id) > 0) datagrams++;
        return datagrams + AnswerChecks(now);
    }

    public void Check(TimeSpan now, bool nominate) =>
        Session.Receive(now, Address, StunSignature.Sign(StunCorpus.Unsigned($"{Local.Ufrag}:{Remote.Ufrag}")[nominate ? 1 : 0], Encoding.ASCII.GetBytes(Local.Password)));

    /// <summary>Drains what the session says, and answers its checks; returns how many datagrams.</summary>
    public int AnswerChecks(TimeSpan now)
    {
        int datagrams = 0;
        while (Session.TryTakeDatagram(_buffer, out int length, out TransportAddress to))
        {
            datagrams++;
            if (to != Address || !StunMessage.TryParse(_buffer.AsSpan(0, length), out StunMessage message) || message.Class != StunClass.Request) continue;
            var answer = new byte[640];
            var writer = new StunWriter(answer, StunClass.SuccessResponse, message.TransactionId);
            writer.AddXorMappedAddress(Address);
            writer.AddIntegrity(Encoding.ASCII.GetBytes(Remote.Password));
            writer.AddFingerprint();
            Session.Receive(now, Address, answer.AsSpan(0, writer.Length));
        }

        return datagrams;
    }

    /// <summary>Encrypts what it is given as a viewer's RTCP; null when it is too short to be.</summary>
    public byte[]? Protect(byte[] rtcp)
    {
        if (rtcp.Length is < 8 or > 1400) return null;
        var bytes = new byte[rtcp.Length + 32];
        rtcp.CopyTo(bytes, 0);
        // One sender: a context keeps no more SSRCs than 64, and who it is does not matter to what follows.
        new byte[] { 0, 0, 0, 1 }.CopyTo(bytes, 4);
        return bytes[.._toSession.ProtectRtcp(bytes, rtcp.Length)];
    }

    /// <summary>The numbers that may be asked for again now.</summary>
    public SequenceNumber Newest => First.Plus((int)Session.Counters.PacketsSent - 1);

    public void Dispose()
    {
        Session.Dispose();
        _toSession.Dispose();
    }
}
