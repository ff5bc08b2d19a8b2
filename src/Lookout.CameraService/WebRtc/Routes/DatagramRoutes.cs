using System.Net;
using Lookout.Configuration.Settings;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>All routes to viewers beside the UDP port. Owned by the loop, which calls it on its thread; only <see cref="Known"/> is for any.</summary>
internal sealed partial class DatagramRoutes : IDatagramRoutes, IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ListenRetry = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private readonly IPEndPoint _listen;
    private readonly WebRtcSettings _settings;
    private readonly DatagramSender _sender;
    private readonly RouteInbox _inbox;
    private readonly ILogger _logger;
    private readonly StunRoute[] _stun;
    private readonly TurnRoute[] _turn;
    private volatile KnownRoutes _known = KnownRoutes.None;
    private TcpRoute? _tcp;
    private string? _tcpProblem;
    private bool _isOpen;
    private TimeSpan _now;
    private TimeSpan _listenAt;
    private TimeSpan _sweepAt = TimeSpan.MaxValue;

    public DatagramRoutes(IPEndPoint listen, WebRtcSettings settings, DatagramSender sender, RouteInbox inbox, ILogger logger)
    {
        _listen = listen;
        _settings = settings;
        _sender = sender;
        _inbox = inbox;
        _logger = logger;
        _stun = [.. settings.Stun.Select(server => new StunRoute(server, listen.AddressFamily, _closed.Token))];
        _turn = [.. settings.Turn.Select(server => new TurnRoute(server, listen.AddressFamily, inbox, logger, _closed.Token))];
    }

    public KnownRoutes Known => _known;

    public TimeSpan NextTimeout
    {
        get
        {
            TimeSpan next = _sweepAt;
            foreach (StunRoute server in _stun) next = server.NextTimeout < next ? server.NextTimeout : next;
            foreach (TurnRoute server in _turn) next = server.NextTimeout < next ? server.NextTimeout : next;
            return next;
        }
    }

    /// <summary>The UDP port is ours: open the rest.</summary>
    public void Open(TimeSpan now, int port)
    {
        if (_isOpen) return;
        _isOpen = true;
        _sweepAt = now + SweepInterval;
        _listen.Port = port;
        ListenIfDue(now);
        Publish();
    }

    public bool HasRoom(in TransportAddress to) => to.Via != Route.Tcp || _tcp is null || _tcp.HasRoom(to);

    public bool TrySend(ReadOnlySpan<byte> datagram, in TransportAddress to) => to.Via switch
    {
        Route.Tcp => _tcp is not null && _tcp.TrySend(datagram, to),
        Route.Relay => RelayOf(to) is { } relay && relay.TrySend(_now, datagram, to, _sender),
        _ => false,
    };

    /// <summary>What the loop thinks of the first datagram of a viewer's connection.</summary>
    public void Judge(StreamConnection connection, bool accepted) => _tcp?.Judge(connection, accepted);

    /// <summary>The address of a viewer's connection that has closed.</summary>
    public bool TryTakeLost(out TransportAddress address)
    {
        address = default;
        return _tcp is not null && _tcp.TryTakeLost(out address);
    }

    /// <summary>The viewer behind this address has left.</summary>
    public void Finish(in TransportAddress address)
    {
        if (address.Via == Route.Tcp) _tcp?.Finish(address);
        else _relayOf.Remove(address);
    }

    /// <summary>Moves the clock on. To be called each turn of the loop.</summary>
    public void Advance(TimeSpan now)
    {
        _now = now;
        if (!_isOpen) return;
        AdvanceServers(now);
        if (now < _sweepAt) return;
        _sweepAt = now + SweepInterval;
        ListenIfDue(now);
        _tcp?.Sweep(now);
        Publish();
    }

    /// <summary>Whether something for a server is still to leave.</summary>
    public bool IsSending => _turn.Any(server => server.IsSending);

    /// <summary>Gives back what servers hold for us.</summary>
    public void Close(TimeSpan now)
    {
        foreach (TurnRoute server in _turn) server.Close(now, _sender);
    }

    public void Dispose()
    {
        _closed.Cancel();
        _tcp?.Dispose();
        foreach (TurnRoute server in _turn) server.Dispose();
    }

    private void ListenIfDue(TimeSpan now)
    {
        if (!_settings.Tcp || _tcp is not null || now < _listenAt) return;
        _listenAt = now + ListenRetry;
        _tcp = TcpRoute.TryListen(_listen, _inbox, out string? problem);
        if (_tcp is not null) RouteLog.TcpListening(_logger, _tcp.Port);
        else if (problem != _tcpProblem) RouteLog.TcpBindFailed(_logger, problem!);
        _tcpProblem = problem;
    }

    private void Publish() => _known = new KnownRoutes
    {
        RelayFamilies = _turn.Select(server => server.Relayed).OfType<TransportAddress>()
            .Aggregate(IceFamilies.None, (families, relayed) => families | (relayed.IsIPv4 ? IceFamilies.IPv4 : IceFamilies.IPv6)),
        Reflexive = [.. _stun.Select(server => server.Mapped).Concat(_turn.Select(server => server.Mapped)).OfType<TransportAddress>().Distinct()],
        Relayed = [.. _turn.Select(server => server.Relayed).OfType<TransportAddress>()],
        TcpPort = _tcp?.Port ?? 0,
        TcpProblem = _tcpProblem,
        TcpConnections = _tcp?.Count ?? 0,
        TcpRefused = _tcp?.Refused ?? 0,
    };
}
