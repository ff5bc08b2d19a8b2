using System.Diagnostics;
using System.Security.Cryptography;
using Lookout.Rtc.Congestion;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Session;

/// <summary>
/// One viewer: ICE, DTLS, SRTP and RTCP put together, sans-IO. Feed <see cref="Receive"/> and <see cref="Advance"/>,
/// then drain <see cref="TryTakeDatagram"/>, <see cref="TryTakeResend"/> and <see cref="TakeKeyFrameRequest"/>.
/// </summary>
/// <remarks>Owns the DTLS endpoint and the SRTP contexts, and disposes them. One owner thread.</remarks>
public sealed partial class RtcSession : IDisposable
{
    /// <summary>A session that has no media keys by then is ended.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Room <see cref="TryTakeDatagram"/> needs.</summary>
    public const int MaxDatagram = 1500;

    private readonly IDtlsEndpoint _dtls;
    private readonly ISrtpCiphers _ciphers;
    private readonly RtcSessionOptions _options;
    private readonly OutgoingTrack[] _tracks;
    private readonly OutgoingTrack _video;
    private readonly OutgoingExtensions _extensions;
    private readonly Ssrc[] _sources;
    private readonly TimeSpan _connectDeadline;
    private SrtpContext? _outbound;
    private SrtpContext? _inbound;
    private SessionState _state;

    /// <exception cref="ArgumentException">
    /// The first track is no video, or something that changes from sending to sending is to be sent without a repair stream.
    /// </exception>
    public RtcSession(TimeSpan now, RtcSessionOptions options, IceAgent ice, IDtlsEndpoint dtls, ISrtpCiphers ciphers)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        Ice = ice;
        _dtls = dtls;
        _ciphers = ciphers;
        _tracks = [.. options.Tracks.Select(track => new OutgoingTrack(track))];
        _video = _tracks[0];
        _sources = [.. _tracks.SelectMany(track => track.Sources)];
        _extensions = new OutgoingExtensions(options.Extensions);
        _connectDeadline = now + ConnectTimeout;
        _nextReportAt = TimeSpan.MaxValue;
    }

    public SessionState State => _state;

    /// <summary>Why it ended; None before.</summary>
    public SessionEndReason EndReason { get; private set; }

    public IceAgent Ice { get; }

    /// <summary>How far the handshake has come.</summary>
    public DtlsState Dtls => _dtls.State;

    public SessionCounters Counters { get; } = new();

    /// <summary>When <see cref="Advance"/> has something to do next; TimeSpan.MaxValue when never.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            if (_state == SessionState.Ended) return TimeSpan.MaxValue;
            TimeSpan own = _state == SessionState.Connecting ? _connectDeadline : Earlier(_nextReportAt, Bandwidth?.NextTimeout ?? TimeSpan.MaxValue);
            return Earlier(own, Ice.NextTimeout);
        }
    }

    /// <summary>Feeds one datagram, which is decrypted in place. Anything wrong with it only counts.</summary>
    public void Receive(TimeSpan now, in TransportAddress from, Span<byte> datagram)
    {
        if (_state == SessionState.Ended) return;
        DatagramKind kind = DatagramDemultiplexer.KindOf(datagram);
        if (kind == DatagramKind.Stun)
        {
            Ice.Receive(now, from, datagram);
            StartDtls();
            return;
        }

        // The race for the first ClientHello, and whatever else a stranger may send, ends here: nothing but STUN is
        // looked at unless an authentic check has come from the same address.
        if (!Ice.IsValidated(from))
        {
            Counters.Unvalidated++;
            return;
        }

        switch (kind)
        {
            case DatagramKind.Dtls:
                _dtls.Receive(from, datagram);
                FollowDtls(now);
                break;
            case DatagramKind.Rtcp when _inbound is not null:
                ReceiveRtcp(now, datagram);
                break;
            case DatagramKind.Rtp when IsOurs(datagram):
                Counters.SsrcCollisions++;
                break;
            default:
                Counters.Rejected++;
                break;
        }
    }

    /// <summary>
    /// Moves the clock on. To be called when <see cref="NextTimeout"/> is due, and when the DTLS endpoint has said that
    /// it moved.
    /// </summary>
    public void Advance(TimeSpan now, SenderClock clock)
    {
        if (_state == SessionState.Ended) return;
        _clock = clock;
        Ice.Advance(now);
        if (Ice.State == IceState.ConsentExpired)
        {
            End(SessionEndReason.ConsentExpired);
            return;
        }

        FollowDtls(now);
        if (_state == SessionState.Connecting && now >= _connectDeadline)
            End(Ice.State == IceState.Checking ? SessionEndReason.IceTimeout : SessionEndReason.DtlsTimeout);
        if (_state != SessionState.Connected) return;
        Bandwidth?.Advance(now);
        AdvanceReports(now);
    }

    /// <summary>
    /// Drains one datagram to send; <paramref name="destination"/> holds <see cref="MaxDatagram"/> bytes. False when
    /// there is none. DTLS and RTCP wait until ICE knows where to.
    /// </summary>
    public bool TryTakeDatagram(Span<byte> destination, out int length, out TransportAddress to)
    {
        if (Ice.TryTakeDatagram(destination, out length, out to)) return true;
        if (!Ice.TryGetRemote(out to)) return false;
        return TryTakeReport(destination, out length) || _dtls.TryTake(destination, out length);
    }

    /// <summary>Where media goes now; false before ICE has connected and after consent expired.</summary>
    public bool TryGetRemote(out TransportAddress address) => Ice.TryGetRemote(out address);

    /// <summary>
    /// Restarts ICE with new credentials of both sides; the new candidates are then added to <see cref="Ice"/>. Keys and
    /// streams stay, and media goes on where it went until the restart has found its pair: one that fails changes nothing.
    /// False when the session has ended.
    /// </summary>
    public bool Restart(TimeSpan now, IceCredentials local, IceCredentials remote) =>
        _state != SessionState.Ended && Ice.Restart(now, local, remote);

    /// <summary>Ends the session: BYE and close_notify are then to be drained.</summary>
    public void Close(SessionEndReason reason = SessionEndReason.Closed)
    {
        if (_state == SessionState.Ended) return;
        _byeDue = _state == SessionState.Connected && HasSent;
        End(reason);
        _dtls.Close();
    }

    public void Dispose()
    {
        _dtls.Dispose();
        _outbound?.Dispose();
        _inbound?.Dispose();
    }

    private void StartDtls()
    {
        if (_dtls.State == DtlsState.Idle && Ice.TryGetRemote(out _)) _dtls.Start();
    }

    private void FollowDtls(TimeSpan now)
    {
        StartDtls();
        switch (_dtls.State)
        {
            case DtlsState.Connected when _state == SessionState.Connecting:
                Connect(now);
                break;
            case DtlsState.Failed:
                End(SessionEndReason.DtlsFailed);
                break;
            case DtlsState.Closed:
                End(SessionEndReason.ClosedByPeer);
                break;
        }
    }

    private void Connect(TimeSpan now)
    {
        Span<byte> material = stackalloc byte[SrtpKeys.MaxMaterialLength];
        if (!_dtls.TryExportKeys(material, out int length) || !SrtpKeys.TrySplit(_dtls.Profile, material[..length], out SrtpKeys keys))
        {
            End(SessionEndReason.DtlsFailed);
            return;
        }

        // RFC 5764 §4.2: each side sends with the key of its DTLS role.
        SrtpContext server = SrtpContext.Create(_dtls.Profile, keys.ServerKey, keys.ServerSalt, _ciphers);
        SrtpContext client = SrtpContext.Create(_dtls.Profile, keys.ClientKey, keys.ClientSalt, _ciphers);
        (_outbound, _inbound) = _dtls.Role == DtlsRole.Server ? (server, client) : (client, server);
        CryptographicOperations.ZeroMemory(material);
        _nextReportAt = now;
        if (_options.RateFeedback != RateFeedback.None) Bandwidth = new BandwidthEstimator(now, _options.Limits);
        Become(SessionState.Connected);
    }

    private void End(SessionEndReason reason)
    {
        if (_state == SessionState.Ended) return;
        EndReason = reason;
        Become(SessionState.Ended);
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void Become(SessionState next)
    {
        Debug.Assert(next > _state, $"{_state} -> {next}");
        _state = next;
    }
}
