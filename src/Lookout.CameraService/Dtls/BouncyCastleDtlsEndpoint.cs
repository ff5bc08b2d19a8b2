using System.Diagnostics;
using System.Security.Cryptography;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;
using Microsoft.Extensions.Logging;
using Org.BouncyCastle.Tls;

namespace Lookout.CameraService.Dtls;

/// <summary>
/// A DTLS 1.2 endpoint by BouncyCastle, whose handshake blocks: it runs on a thread of
/// <see cref="HandshakeThreads"/> between two bounded queues, so that the session's thread never waits.
/// </summary>
/// <remarks>
/// After the handshake no thread stays: a datagram fed then is worked on by the thread pool, which answers a
/// retransmitted last flight (RFC 6347 §4.2.4) and hears the peer's close_notify. The callback <c>wake</c> is called
/// from those threads whenever there is something to send or a new state.
/// </remarks>
internal sealed class BouncyCastleDtlsEndpoint : IDtlsEndpoint, IThreadPoolWorkItem
{
    /// <summary>Long enough for the library to look at its queue once, as 0 would wait for ever.</summary>
    private const int PumpWaitMs = 1;

    private readonly DtlsRecordFilter _filter;
    private readonly DatagramQueue _inbox = new();
    private readonly DatagramQueue _outbox = new();
    private readonly QueuedDatagramTransport _transport;
    private readonly IDtlsSrtpPeer _peer;
    private readonly HandshakeThreads _threads;
    private readonly Action _wake;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private DtlsTransport? _connection;
    private DtlsState _state;
    private DtlsOutcome _outcome;
    private int _pumping;

    /// <param name="peer">The role and its terms.</param>
    /// <param name="threads">Where handshakes run; shared by all endpoints.</param>
    /// <param name="wake">Called from other threads; must only hand over.</param>
    /// <param name="logger">Says how handshakes end.</param>
    public BouncyCastleDtlsEndpoint(IDtlsSrtpPeer peer, HandshakeThreads threads, Action wake, ILogger logger)
    {
        _peer = peer;
        _filter = new DtlsRecordFilter(peer.Role);
        _transport = new QueuedDatagramTransport(_inbox, _outbox, wake);
        _threads = threads;
        _wake = wake;
        _logger = logger;
    }

    public DtlsRole Role => _peer.Role;

    public DtlsState State
    {
        get { lock (_gate) return _state; }
    }

    /// <summary>Why the endpoint stands where it does.</summary>
    public DtlsOutcome Outcome
    {
        get { lock (_gate) return _outcome; }
    }

    /// <summary>Datagrams dropped because they came faster than they could be worked on, and records that make no sense.</summary>
    public long Dropped => _inbox.Dropped + _filter.Dropped;

    public SrtpProfile Profile => _peer.Profile;

    public void Receive(in TransportAddress from, ReadOnlySpan<byte> datagram)
    {
        Span<byte> records = stackalloc byte[QueuedDatagramTransport.ReceiveLimit];
        int length = datagram.Length <= records.Length ? _filter.Filter(datagram, records) : 0;
        if (length == 0) return;
        records = records[..length];

        switch (State)
        {
            case DtlsState.Idle when Role == DtlsRole.Server:
                Start(records, SourceNetwork.Of(from));
                break;
            case DtlsState.Handshaking:
                _inbox.TryAdd(records);
                break;
            case DtlsState.Connected:
                if (_inbox.TryAdd(records)) SchedulePump();
                break;
        }
    }

    public void Start()
    {
        if (Role == DtlsRole.Client && State == DtlsState.Idle) Start([], from: null);
    }

    public bool TryTake(Span<byte> destination, out int length) => _outbox.TryTake(destination, out length);

    public bool TryExportKeys(Span<byte> destination, out int length)
    {
        length = 0;
        lock (_gate)
        {
            if (_state != DtlsState.Connected || _peer.KeyingMaterial is not { } material) return false;
            material.CopyTo(destination);
            length = material.Length;
            return true;
        }
    }

    public void Close()
    {
        if (!TryBecome(DtlsState.Closed)) return;
        _connection?.Close();
        _inbox.Close();
        _outbox.Close();
    }

    public void Dispose()
    {
        Close();
        lock (_gate) CryptographicOperations.ZeroMemory(_peer.KeyingMaterial);
    }

    private void Start(ReadOnlySpan<byte> hello, SourceNetwork? from)
    {
        if (!_threads.TryReserve())
        {
            lock (_gate) _outcome = DtlsOutcome.Refused;
            return;
        }

        if (!hello.IsEmpty) _inbox.TryAdd(hello);
        TryBecome(DtlsState.Handshaking, DtlsOutcome.Pending);
        _threads.Run(Handshake, from);
    }

    private void Handshake()
    {
        try
        {
            _connection = _peer.Shake(_transport);
            Debug.Assert(_peer.KeyingMaterial is not null);
            if (TryBecome(DtlsState.Connected, DtlsOutcome.Connected)) DtlsLog.Connected(_logger, Profile);
            else _connection.Close();
        }
        catch (Exception exception)
        {
            // The thread's top: whatever ends a handshake is mapped here, once.
            DtlsOutcome outcome = OutcomeOf(exception);
            if (TryBecome(DtlsState.Failed, outcome)) DtlsLog.Failed(_logger, outcome, exception.Message);
            if (outcome == DtlsOutcome.InternalError) DtlsLog.Bug(_logger, exception);
            _inbox.Close();
        }

        if (!_inbox.IsEmpty) SchedulePump();
        _wake();
    }

    private DtlsOutcome OutcomeOf(Exception exception) => exception switch
    {
        _ when _peer.Verdict != DtlsOutcome.Pending => _peer.Verdict,
        TlsTimeoutException => DtlsOutcome.TimedOut,
        TlsFatalAlertReceived => DtlsOutcome.PeerAlert,

        // The library turns every other exception into this alert and keeps the cause inside.
        TlsFatalAlert { AlertDescription: AlertDescription.internal_error, InnerException: not (null or IOException) } =>
            DtlsOutcome.InternalError,
        IOException => DtlsOutcome.ProtocolError,
        _ => DtlsOutcome.InternalError,
    };

    private void SchedulePump()
    {
        if (Interlocked.Exchange(ref _pumping, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            // Nobody sends application data here: what may come of it is dropped.
            Span<byte> applicationData = stackalloc byte[QueuedDatagramTransport.ReceiveLimit];
            while (State == DtlsState.Connected && !_inbox.IsEmpty) _connection!.Receive(applicationData, PumpWaitMs);
        }
        catch (Exception exception)
        {
            // The callback's top: the library's last word on a connection the peer broke or we closed.
            DtlsLog.Broken(_logger, exception.Message);
        }

        if (_transport.IsClosed && TryBecome(DtlsState.Closed))
        {
            _inbox.Close();
            _wake();
        }

        Volatile.Write(ref _pumping, 0);
        if (State == DtlsState.Connected && !_inbox.IsEmpty) SchedulePump();
    }

    /// <summary>Takes a step if it is legal. It is not when the other thread was faster: closing wins over connecting.</summary>
    private bool TryBecome(DtlsState next, DtlsOutcome? outcome = null)
    {
        lock (_gate)
        {
            bool isLegal = (_state, next) switch
            {
                (DtlsState.Idle, DtlsState.Handshaking) => true,
                (DtlsState.Handshaking, DtlsState.Connected or DtlsState.Failed) => true,
                (DtlsState.Idle or DtlsState.Handshaking or DtlsState.Connected, DtlsState.Closed) => true,
                _ => false,
            };
            if (!isLegal) return false;
            if (next == DtlsState.Closed && _state != DtlsState.Connected) outcome = DtlsOutcome.Abandoned;
            _state = next;
            _outcome = outcome ?? _outcome;
            return true;
        }
    }
}
