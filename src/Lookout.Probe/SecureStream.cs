using System.Security.Cryptography;
using Lookout.Probe.Dtls;
using Lookout.Probe.Media;
using Lookout.Rtc.H264;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Srtp;
using Org.BouncyCastle.Tls;

namespace Lookout.Probe;

/// <summary>Sends one datagram to the server.</summary>
internal delegate void SendDatagram(ReadOnlySpan<byte> datagram);

/// <summary>What runs over the path ICE found: DTLS, then SRTP packets in, access units into the decoder, and reports back.</summary>
internal sealed class SecureStream : IDisposable
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    private readonly DtlsViewer _dtls;
    private readonly DtlsChannel _channel;
    private readonly SendDatagram _send;
    private readonly PictureDecoder _decoder;
    private readonly ReorderBuffer _packets = new();
    private readonly H264Depacketizer _depacketizer = new();
    private readonly Ssrc _own = new(BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)));
    private readonly byte[] _report = new byte[256];
    private Thread? _handshake;
    private DtlsTransport? _connection;
    private SrtpContext? _inbound;
    private SrtpContext? _outbound;
    private Ssrc? _media;
    private bool _started;
    private bool _wantsKey;
    private TimeSpan _nextReport;
    private TimeSpan _nextAsk;
    private uint _firstTimestamp;
    private uint _timestamp;
    private bool _hasTimestamp;
    private volatile string? _failure;
    private volatile bool _isSecure;

    public SecureStream(ViewerCertificate certificate, byte[] serverFingerprint, TimeSpan patience, SendDatagram send, PictureDecoder decoder)
    {
        _dtls = new DtlsViewer(certificate, serverFingerprint, patience);
        _channel = new DtlsChannel(datagram => send(datagram));
        _send = send;
        _decoder = decoder;
    }

    /// <summary>Whether both sides have keys.</summary>
    public bool IsSecure => _isSecure;

    /// <summary>Why the handshake failed; null while it did not.</summary>
    public string? Failure => _failure;

    /// <summary>Packets that never came.</summary>
    public long Lost => _packets.Lost;

    /// <summary>Starts the handshake, once.</summary>
    public void Begin()
    {
        if (_handshake is not null) return;
        _handshake = new Thread(Shake) { Name = "dtls", IsBackground = true };
        _handshake.Start();
    }

    public void ReceiveDtls(ReadOnlySpan<byte> datagram) => _channel.Put(datagram);

    public void ReceiveRtp(Span<byte> packet)
    {
        if (!TryTakeKeys() || !_inbound!.TryUnprotectRtp(packet, out int length)) return;
        if (!RtpHeader.TryParse(packet[..length], out RtpHeader header)) return;
        _media ??= header.Ssrc;
        if (header.Ssrc != _media || header.PayloadLength == 0) return;
        _packets.Add(header.SequenceNumber, packet[..length]);
        while (_packets.TryTake(out byte[] next, out bool gap)) Assemble(next, gap);
    }

    /// <summary>Asks for a key frame while one is needed, reports, and takes pictures from the decoder.</summary>
    public void Advance(TimeSpan now)
    {
        _decoder.Drain();
        if (_outbound is null || _media is not { } media) return;
        bool asks = (_wantsKey || !_started) && now >= _nextAsk;
        if (!asks && now < _nextReport) return;
        // RFC 3550 §6.1: a compound packet begins with a report.
        int length = new ReceiverReport(_own).Write(_report);
        if (asks)
        {
            _nextAsk = now + AskEvery;
            length += new PictureLossIndication(new Feedback(_own, media)).Write(_report.AsSpan(length));
        }
        _nextReport = now + ReportEvery;
        length = _outbound.ProtectRtcp(_report, length);
        _send(_report.AsSpan(0, length));
    }

    public void Dispose()
    {
        _channel.Close();
        _handshake?.Join();
        _connection?.Close();
        _channel.Dispose();
        _inbound?.Dispose();
        _outbound?.Dispose();
    }

    private void Assemble(ReadOnlySpan<byte> packet, bool gap)
    {
        if (!RtpHeader.TryParse(packet, out RtpHeader header)) return;
        if (gap || (_hasTimestamp && header.Timestamp != _timestamp)) Finish(lost: gap);
        if (!_hasTimestamp) _firstTimestamp = header.Timestamp;
        (_timestamp, _hasTimestamp) = (header.Timestamp, true);
        _depacketizer.TryAdd(packet.Slice(header.PayloadOffset, header.PayloadLength));
        if (header.Marker) Finish(lost: false);
        else if (gap) _depacketizer.Spoil();
    }

    // A decoder starts at a key frame, and after a loss begins anew with one.
    private void Finish(bool lost)
    {
        bool complete = _depacketizer.IsComplete;
        if (lost || (!complete && !_depacketizer.AccessUnit.IsEmpty)) _wantsKey = true;
        if (complete && _depacketizer.IsKey) (_started, _wantsKey) = (true, false);
        if (complete && _started && !_wantsKey) _decoder.Put(_depacketizer.AccessUnit, (_timestamp - _firstTimestamp) * 100_000L / 9);
        _depacketizer.Clear();
    }

    private void Shake()
    {
        try
        {
            _connection = new DtlsClientProtocol().Connect(_dtls, _channel);
            _isSecure = true;
        }
        catch (Exception exception) when (exception is IOException or TlsException)
        {
            _failure = _dtls.IsImpostor
                ? "the server's certificate is not the one its answer announced: something stands between us"
                : $"the DTLS handshake failed: {exception.Message}";
        }
    }

    private bool TryTakeKeys()
    {
        if (_inbound is not null) return true;
        if (!_isSecure || _dtls.KeyingMaterial is not { } material || !SrtpKeys.TrySplit(_dtls.Profile, material, out SrtpKeys keys)) return false;
        var ciphers = new BclSrtpCiphers();
        _inbound = SrtpContext.Create(_dtls.Profile, keys.ServerKey, keys.ServerSalt, ciphers);
        _outbound = SrtpContext.Create(_dtls.Profile, keys.ClientKey, keys.ClientSalt, ciphers);
        return true;
    }
}
