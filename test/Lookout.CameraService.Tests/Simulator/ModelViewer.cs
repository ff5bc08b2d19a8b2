using System.Buffers.Binary;
using System.Text;
using Lookout.CameraService.Tests.WebRtc;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>
/// A browser as far as a sender can see: checks and consent, decryption, a jitter buffer, requests for what is missing,
/// transport-wide feedback and reports. It checks every picture it shows, byte by byte.
/// </summary>
internal sealed partial class ModelViewer : IDisposable
{
    public static readonly Ssrc Media = new(0xCAFE);
    public static readonly Ssrc Repair = new(0xBEEF);
    public static readonly HeaderExtensionIds Extensions = new(TransportSequence: 4, PlayoutDelay: 5, CaptureTime: 12, VideoOrientation: 3);
    private static readonly Ssrc Own = new(1);
    private static readonly TimeSpan FirstChecks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pings = TimeSpan.FromSeconds(2.5);

    private readonly IceCredentials _own;
    private readonly IceCredentials _remote;
    private readonly RandomFill _random;
    private readonly SrtpContext _fromServer;
    private readonly SrtpContext _toServer;
    private readonly JitterBuffer _buffer;
    private readonly List<byte[]> _outgoing = [];
    private TimeSpan _nextCheckAt;
    private bool _isWritable;

    public ModelViewer(IceCredentials own, IceCredentials remote, TransportAddress address, int seed)
    {
        _own = own;
        _remote = remote;
        Address = address;
        var random = new Random(seed);
        _random = random.NextBytes;
        Assert.True(SrtpKeys.TrySplit(SrtpProfile.AeadAes128Gcm, HelloDtls.Material, out SrtpKeys keys));
        _fromServer = SrtpContext.Create(SrtpProfile.AeadAes128Gcm, keys.ServerKey, keys.ServerSalt, new BclSrtpCiphers());
        _toServer = SrtpContext.Create(SrtpProfile.AeadAes128Gcm, keys.ClientKey, keys.ClientSalt, new BclSrtpCiphers());
        _buffer = new JitterBuffer(Playout.Show);
    }

    /// <summary>Where it is seen; another one after its NAT has forgotten it.</summary>
    public TransportAddress Address { get; set; }

    /// <summary>What it knows of its path: the answer to a request takes so long.</summary>
    public PathSettings Path { get; set; } = new();

    /// <summary>One that is gone says nothing any more, and hears nothing.</summary>
    public bool IsGone { get; set; }

    public Playout Playout { get; } = new();

    public MissingPackets Missing => _buffer.Missing;

    public int KeyFramesAsked { get; private set; }

    public long MediaPackets { get; private set; }

    public long RepairPackets { get; private set; }

    /// <summary>Everything that came.</summary>
    public long Bytes { get; private set; }

    /// <summary>When media last came.</summary>
    public TimeSpan LastMediaAt { get; private set; }

    /// <summary>Hands over what it has to say.</summary>
    public IEnumerable<byte[]> Drain()
    {
        byte[][] all = [.. _outgoing];
        _outgoing.Clear();
        return all;
    }

    public void Advance(TimeSpan now)
    {
        if (IsGone) return;
        if (now >= _nextCheckAt)
        {
            _outgoing.Add(MakeCheck());
            _nextCheckAt = now + (_isWritable ? Pings : FirstChecks);
        }

        AdvanceFeedback(now);
    }

    public void Receive(TimeSpan now, byte[] datagram)
    {
        if (IsGone) return;
        switch (DatagramDemultiplexer.KindOf(datagram))
        {
            case DatagramKind.Stun: ReceiveStun(datagram); break;
            case DatagramKind.Rtp: ReceiveRtp(now, datagram); break;
            case DatagramKind.Rtcp: ReceiveRtcp(now, datagram); break;
            case DatagramKind kind: Assert.Fail($"{kind}"); break;
        }
    }

    public void Dispose()
    {
        _fromServer.Dispose();
        _toServer.Dispose();
    }

    private byte[] MakeCheck()
    {
        Span<byte> id = stackalloc byte[12];
        _random(id);
        var buffer = new byte[640];
        var writer = new StunWriter(buffer, StunClass.Request, StunTransactionId.Read(id));
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes($"{_remote.Ufrag}:{_own.Ufrag}"));
        writer.AddPriority(IceCandidate.PriorityOf(IceCandidateType.PeerReflexive));
        writer.AddRole(StunAttributeType.IceControlling, 1);
        writer.AddUseCandidate();
        writer.AddIntegrity(Encoding.ASCII.GetBytes(_remote.Password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    private void ReceiveStun(byte[] datagram)
    {
        Assert.True(StunMessage.TryParse(datagram, out StunMessage message));
        if (message.Class == StunClass.SuccessResponse)
        {
            _isWritable = true;
            return;
        }

        Assert.True(message.IsAuthentic(Encoding.ASCII.GetBytes(_own.Password)));
        var buffer = new byte[640];
        var writer = new StunWriter(buffer, StunClass.SuccessResponse, message.TransactionId);
        writer.AddXorMappedAddress(Address);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(_own.Password));
        writer.AddFingerprint();
        _outgoing.Add(buffer[..writer.Length]);
    }

    private void ReceiveRtp(TimeSpan now, byte[] datagram)
    {
        Bytes += datagram.Length;
        // A copy, or one older than the window: libsrtp drops them too.
        if (!_fromServer.TryUnprotectRtp(datagram, out int length)) return;
        Assert.True(RtpHeader.TryParse(datagram.AsSpan(0, length), out RtpHeader header));
        Arrived(now, datagram.AsSpan(header.ExtensionOffset, header.ExtensionLength));
        ReadOnlySpan<byte> payload = datagram.AsSpan(header.PayloadOffset, header.PayloadLength);
        LastMediaAt = now;
        if (header.Ssrc == Media)
        {
            MediaPackets++;
            Count(now, header.SequenceNumber);
            _buffer.Add(now, header.SequenceNumber, header.Marker, payload.ToArray());
            return;
        }

        Assert.Equal(Repair, header.Ssrc);
        // Nothing but padding, or a packet again under the number it had.
        if (payload.Length < 2) return;
        RepairPackets++;
        var original = new SequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(payload));
        _buffer.Add(now, original, header.Marker, payload[2..].ToArray());
    }
}
