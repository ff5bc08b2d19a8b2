using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Lookout.CameraService.WebRtc;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>A browser's end over a real loopback socket, as far as media needs it: checks, hello, SRTP, feedback. Disposes the socket.</summary>
internal sealed class LoopbackViewer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private IceCredentials _own = IceCredentials.Create(RandomNumberGenerator.Fill);
    private readonly byte[] _buffer = new byte[2048];
    private readonly Random _loss = new(8555);
    private IViewerSocket _socket;
    private IceCredentials _remote = new("", "");
    private SrtpContext? _inbound;
    private SrtpContext? _outbound;

    public LoopbackViewer(int port, IPAddress? server = null)
        : this(new UdpViewerSocket(port, server))
    {
    }

    public LoopbackViewer(IViewerSocket socket) => _socket = socket;

    /// <summary>Whether the offer says that REMB will be sent.</summary>
    public bool OffersRemb { get; init; }

    /// <summary>What it decodes.</summary>
    public IReadOnlyList<VideoCodec> Decodes { get; init; } = [VideoCodec.H264];

    /// <summary>Of a thousand media packets, so many are thrown away unread, by a seed.</summary>
    public int LossPermille { get; init; }

    public RenditionWish Wish { get; init; }

    /// <summary>SHA-256 of our certificate. Any will do where the server's DTLS is none.</summary>
    public byte[] Fingerprint { get; init; } = [.. Enumerable.Repeat((byte)0xAB, 32)];

    /// <summary>Takes the DTLS datagrams that arrive.</summary>
    public Action<byte[]>? DtlsArrived { get; set; }

    public WhepAnswer? Answer { get; private set; }

    public IceCredentials Own => _own;

    public IceCredentials Remote => _remote;

    public Ssrc Ssrc { get; private set; }

    public bool SawBye { get; private set; }

    public bool SawCloseNotify { get; private set; }

    public int DatagramsSeen { get; private set; }

    public List<(RtpHeader Header, byte[] Payload)> Packets { get; } = [];

    public string Offer => string.Join("\r\n",
        "v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0",
        $"m=video 9 UDP/TLS/RTP/SAVPF {string.Join(' ', Decodes.Select(codec => codec == VideoCodec.H264 ? "102 108" : "116"))}", "c=IN IP4 0.0.0.0", "a=mid:0", "a=recvonly", "a=rtcp-mux",
        "a=rtpmap:102 H264/90000", "a=fmtp:102 packetization-mode=1;profile-level-id=640028",
        "a=rtpmap:108 H264/90000", "a=fmtp:108 packetization-mode=1;profile-level-id=42e01f", "a=rtcp-fb:108 nack", "a=rtcp-fb:108 nack pli", OffersRemb ? "a=rtcp-fb:108 goog-remb" : "a=x-none",
        "a=rtpmap:116 H265/90000", "a=fmtp:116 level-id=93;profile-id=1;tier-flag=0;tx-mode=SRST", "a=rtcp-fb:116 nack", "a=rtcp-fb:116 nack pli",
        $"a=ice-ufrag:{_own.Ufrag}", $"a=ice-pwd:{_own.Password}", "a=setup:actpass",
        "a=fingerprint:sha-256 " + string.Join(':', Fingerprint.Select(b => $"{b:X2}")), "");

    /// <summary>Offers and keeps the answer, whatever it is.</summary>
    public WhepAnswer Open(WebRtcServer server, string camera, IPAddress? from = null)
    {
        ViewerOrigin? origin = from is null ? null : new ViewerOrigin("127.0.0.1", from, IsOffered: true);
        Answer = server.Open(camera, Offer, [IPAddress.Loopback], Wish, origin);
        if (Answer.Sdp is not { } sdp) return Answer;
        string[] lines = sdp.Split("\r\n");
        _remote = new IceCredentials(Line("a=ice-ufrag:"), Line("a=ice-pwd:"));
        Ssrc = new Ssrc(uint.Parse(Line("a=ssrc:").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        return Answer;

        string Line(string prefix) => lines.First(l => l.StartsWith(prefix, StringComparison.Ordinal))[prefix.Length..];
    }

    /// <summary>Checks and says hello until the hello comes back.</summary>
    public void Connect()
    {
        bool answered = false;
        bool greeted = false;
        Repeat(() => greeted, () => Send(answered ? HelloDtls.Hello : Check()), datagram =>
        {
            if (StunMessage.TryParse(datagram, out StunMessage message) && message.Class == StunClass.SuccessResponse) answered = true;
            greeted |= datagram.SequenceEqual(HelloDtls.Hello);
        });
        Assert.True(SrtpKeys.TrySplit(SrtpProfile.AeadAes128Gcm, HelloDtls.Material, out SrtpKeys keys));
        _inbound = SrtpContext.Create(SrtpProfile.AeadAes128Gcm, keys.ServerKey, keys.ServerSalt, new BclSrtpCiphers());
        _outbound = SrtpContext.Create(SrtpProfile.AeadAes128Gcm, keys.ClientKey, keys.ClientSalt, new BclSrtpCiphers());
    }

    /// <summary>Checks until it is answered, and the server's own check too.</summary>
    public void CheckUntilAnswered()
    {
        bool answered = false;
        bool asked = false;
        Repeat(() => answered && asked, () => Send(Check()), datagram =>
        {
            if (!StunMessage.TryParse(datagram, out StunMessage message)) return;
            answered |= message.Class == StunClass.SuccessResponse;
            asked |= message.Class == StunClass.Request;
        });
    }

    /// <summary>As after a change of networks: another socket, and an ICE restart by PATCH.</summary>
    public WhepPatch Restart(WebRtcServer server, IViewerSocket socket, string ifMatch = "*")
    {
        _socket.Dispose();
        _socket = socket;
        _own = IceCredentials.Create(RandomNumberGenerator.Fill);
        string fragment = $"m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=ice-ufrag:{_own.Ufrag}\r\na=ice-pwd:{_own.Password}\r\n";
        WhepPatch patch = server.Patch(Answer!.Secret, fragment, ifMatch, [IPAddress.Loopback]);
        if (SdpFragment.TryRead(patch.Fragment ?? "", out SdpFragment? answer) && answer.Credentials is { } remote) _remote = remote;
        return patch;
    }

    /// <summary>Receives until the condition holds.</summary>
    public void ReceiveUntil(Func<bool> condition) => Repeat(condition, null, null);

    /// <summary>Receives what is there, for about the time given.</summary>
    public void ReceiveFor(TimeSpan time)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;) ReceiveOne(null);
    }

    public byte[] Check(string? password = null)
    {
        Span<byte> id = stackalloc byte[12];
        RandomNumberGenerator.Fill(id);
        var bytes = new byte[640];
        var writer = new StunWriter(bytes, StunClass.Request, StunTransactionId.Read(id));
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes($"{_remote.Ufrag}:{_own.Ufrag}"));
        writer.AddPriority(IceCandidate.PriorityOf(IceCandidateType.PeerReflexive));
        writer.AddRole(StunAttributeType.IceControlling, 1);
        writer.AddUseCandidate();
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password ?? _remote.Password));
        writer.AddFingerprint();
        return bytes[..writer.Length];
    }

    public void Send(ReadOnlySpan<byte> datagram) => _socket.Send(datagram);

    public void Nack(params SequenceNumber[] missing)
    {
        var bytes = new byte[512];
        SendRtcp(bytes, Rtc.Rtcp.Nack.Write(bytes, new Feedback(new Ssrc(1), Ssrc), missing));
    }

    public void AskForKeyFrame() => Send(KeyFrameRequest());

    /// <summary>A request as it goes over the wire, for a test to send more than once or from elsewhere.</summary>
    public byte[] KeyFrameRequest()
    {
        var bytes = new byte[512];
        int length = new PictureLossIndication(new Feedback(new Ssrc(1), Ssrc)).Write(bytes);
        return bytes[.._outbound!.ProtectRtcp(bytes, length)];
    }

    public void EstimateBitrate(long bitsPerSecond)
    {
        var bytes = new byte[512];
        SendRtcp(bytes, new ReceiverEstimatedBitrate(new Ssrc(1), bitsPerSecond).Write(bytes, Ssrc));
    }

    /// <summary>Takes the next datagram, and waits a little for it.</summary>
    public void ReceiveNext() => ReceiveOne(null);

    /// <summary>Takes what is there, without waiting.</summary>
    public void ReceiveAvailable()
    {
        while (_socket.HasMore) ReceiveOne(null);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _inbound?.Dispose();
        _outbound?.Dispose();
    }

    private void SendRtcp(byte[] bytes, int length) => Send(bytes.AsSpan(0, _outbound!.ProtectRtcp(bytes, length)));

    private void Repeat(Func<bool> done, Action? act, Action<byte[]>? look)
    {
        long start = Stopwatch.GetTimestamp();
        while (!done())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "the server did not answer in time");
            act?.Invoke();
            ReceiveOne(look);
        }
    }

    private void ReceiveOne(Action<byte[]>? look)
    {
        int received = _socket.Receive(_buffer);
        if (received <= 0) return;
        byte[] datagram = _buffer[..received];

        DatagramsSeen++;
        look?.Invoke(datagram);
        switch (DatagramDemultiplexer.KindOf(datagram))
        {
            case DatagramKind.Stun when StunMessage.TryParse(datagram, out StunMessage message) && message.Class == StunClass.Request:
                AnswerCheck(message.TransactionId);
                break;
            case DatagramKind.Dtls:
                DtlsArrived?.Invoke(datagram);
                SawCloseNotify |= datagram.AsSpan().SequenceEqual(HelloDtls.CloseNotify);
                break;
            case DatagramKind.Rtp when _loss.Next(1000) < LossPermille:
                break;
            case DatagramKind.Rtp when _inbound!.TryUnprotectRtp(datagram, out int length):
                Assert.True(RtpHeader.TryParse(datagram.AsSpan(0, length), out RtpHeader header));
                Packets.Add((header, datagram[header.PayloadOffset..length]));
                break;
            case DatagramKind.Rtcp when _inbound!.TryUnprotectRtcp(datagram, out int length):
                var reader = new RtcpReader(datagram.AsSpan(0, length));
                while (reader.TryRead(out RtcpPacket packet)) SawBye |= Bye.TryParse(packet, out _);
                break;
        }
    }

    private void AnswerCheck(StunTransactionId id)
    {
        var bytes = new byte[128];
        var writer = new StunWriter(bytes, StunClass.SuccessResponse, id);
        writer.AddXorMappedAddress(TransportAddress.FromIPv4(0x7F000001, 1));
        writer.AddIntegrity(Encoding.ASCII.GetBytes(_own.Password));
        writer.AddFingerprint();
        Send(bytes.AsSpan(0, writer.Length));
    }
}
