using Lookout.CameraService.Cameras;
using Lookout.CameraService.Http;
using Lookout.CameraService.Identity;
using Lookout.CameraService.Identity.Api;
using Lookout.CameraService.Live;
using Lookout.CameraService.WebRtc;
using Lookout.CameraService.Whip;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService;

/// <summary>
/// The service, wired: camera-server's link into viewers and live sockets, HTTP in front of both. It starts in the order
/// UDP, HTTP, link and stops in the order HTTP, publications, viewers, link.
/// </summary>
internal sealed class CameraServiceHost : IAsyncDisposable
{
    private static readonly TimeSpan HttpPatience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly WebRtcServer _viewers;
    private readonly LinkBridge _bridge;
    private readonly LinkClient _link;
    private readonly Identities _identities;
    private readonly LiveFeed _live;
    private readonly WhipPublications _publications;
    private readonly HttpServer _http;
    private readonly ILogger _logger;
    private Task _liveTask = Task.CompletedTask;

    public CameraServiceHost(LookoutSettings settings, ListenAddress listen, string nonce, RestartCounts restarts, TimeProvider time, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger("Lookout.CameraService");
        var cameras = new CameraDirectory(settings.Cameras, restarts.Server);
        var streams = new CameraStreams(cameras.Count);
        var requests = new KeyFrameRequests(cameras);
        var detector = new DetectorMetrics(cameras.Count);
        _viewers = new WebRtcServer(settings.WebRtc, requests, loggers.CreateLogger("Lookout.WebRtc"));
        _live = new LiveFeed(cameras, streams, time);
        _identities = new Identities(settings, cameras, time, loggers.CreateLogger("Lookout.Identity"));
        _bridge = new LinkBridge(cameras, streams, _viewers, _live, detector, _identities, _logger);
        _link = new LinkClient(settings.LinkSocket, nonce, _bridge, loggers.CreateLogger("Lookout.Link"));
        requests.Attach(_link);
        _identities.Attach(_link);

        var local = new LocalAddresses(time);
        var candidates = new HostCandidates(new ConfiguredHosts(settings.WebRtc.Hosts, time), local);
        _publications = new WhipPublications(settings.Publications, _viewers, candidates.ForEndpointAsync, time, loggers.CreateLogger("Lookout.Whip"));
        var servers = new IceServerLinks(settings.WebRtc.IceServers, time);
        var routes = new HttpRoutes(
            new StatusEndpoints(cameras, streams, _viewers, _identities, settings.WebRtc.Listen, settings.Problems, time),
            new MetricsEndpoint(cameras, streams, _viewers, _live, detector, _identities, _publications, restarts.Service, time),
            new LiveEndpoint(_live),
            new WhepEndpoint(cameras, _viewers, candidates, servers, new OpeningRate(time)),
            new WhepResource(_viewers, candidates, servers),
            new WebRtcSessionsEndpoint(_viewers, _publications),
            new PeopleRoutes(_identities, cameras, time),
            new PageFiles(settings.WebRoot, cameras, _logger));
        _http = new HttpServer(listen, routes, new OwnHosts(settings.WebRtc.Hosts, listen, local), loggers);
    }

    /// <summary>Where HTTP listens, for example http://127.0.0.1:8080.</summary>
    public string Address => _http.Address;

    /// <summary>Completed once camera-server was heard of.</summary>
    public Task Linked => _bridge.Linked;

    /// <param name="beat">Called about once a second by the UDP loop with packets moved so far.</param>
    /// <exception cref="IOException">The HTTP address is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The HTTP address cannot be used.</exception>
    public async Task StartAsync(Action<long> beat)
    {
        _viewers.Beat = beat;
        _viewers.Start();
        _identities.Start();
        await _http.StartAsync().ConfigureAwait(false);
        CameraServiceLog.Listening(_logger, _http.Address);
        _liveTask = _live.RunAsync(_stopping.Token);
        _link.Start();
        _publications.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _liveTask.ConfigureAwait(false);
        using (var deadline = new CancellationTokenSource(HttpPatience))
        {
            await _http.StopAsync(deadline.Token).ConfigureAwait(false);
            if (deadline.IsCancellationRequested) CameraServiceLog.CutOff(_logger, HttpPatience.TotalSeconds);
        }

        await _publications.DisposeAsync().ConfigureAwait(false);
        await _http.DisposeAsync().ConfigureAwait(false);
        _viewers.Dispose();
        _link.Dispose();
        _identities.Dispose();
        _stopping.Dispose();
    }
}
