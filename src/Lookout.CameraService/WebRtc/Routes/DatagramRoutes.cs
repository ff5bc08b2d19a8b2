using System.Net;
using Lookout.Configuration.Settings;
using Lookout.Rtc.Stun;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>All routes to viewers beside the UDP port. Owned by the loop, which calls it on its thread; only <see cref="Known"/> is for any.</summary>
internal sealed class DatagramRoutes(IPEndPoint listen, WebRtcSettings settings, RouteInbox inbox, ILogger logger) : IDatagramRoutes, IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ListenRetry = TimeSpan.FromSeconds(10);

    private volatile KnownRoutes _known = KnownRoutes.None;
    private TcpRoute? _tcp;
    private string? _tcpProblem;
    private bool _isOpen;
    private TimeSpan _listenAt;
    private TimeSpan _sweepAt = TimeSpan.MaxValue;

    public KnownRoutes Known => _known;

    public TimeSpan NextTimeout => _sweepAt;

    /// <summary>The UDP port is ours: open the rest.</summary>
    public void Open(TimeSpan now, int port)
    {
        if (_isOpen) return;
        _isOpen = true;
        _sweepAt = now + SweepInterval;
        listen.Port = port;
        ListenIfDue(now);
        Publish();
    }

    public bool TrySend(ReadOnlySpan<byte> datagram, in TransportAddress to) => to.Via switch
    {
        Route.Tcp => _tcp is not null && _tcp.TrySend(datagram, to),
        _ => false,
    };

    /// <summary>What the loop thinks of the first datagram of a viewer's connection.</summary>
    public void Judge(StreamConnection connection, bool accepted) => _tcp?.Judge(connection, accepted);

    /// <summary>The viewer behind this address has left.</summary>
    public void Finish(in TransportAddress address) => _tcp?.Finish(address);

    public void Advance(TimeSpan now)
    {
        if (now < _sweepAt) return;
        _sweepAt = now + SweepInterval;
        ListenIfDue(now);
        _tcp?.Sweep(now);
        Publish();
    }

    public void Dispose() => _tcp?.Dispose();

    private void ListenIfDue(TimeSpan now)
    {
        if (!settings.Tcp || _tcp is not null || now < _listenAt) return;
        _listenAt = now + ListenRetry;
        _tcp = TcpRoute.TryListen(listen, inbox, out string? problem);
        if (_tcp is not null) RouteLog.TcpListening(logger, _tcp.Port);
        else if (problem != _tcpProblem) RouteLog.TcpBindFailed(logger, problem!);
        _tcpProblem = problem;
    }

    private void Publish() => _known = new KnownRoutes
    {
        TcpPort = _tcp?.Port ?? 0,
        TcpProblem = _tcpProblem,
        TcpConnections = _tcp?.Count ?? 0,
        TcpRefused = _tcp?.Refused ?? 0,
    };
}
