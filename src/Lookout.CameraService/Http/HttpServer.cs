using Lookout.Configuration.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Http;

/// <summary>
/// Kestrel with our limits (reliability.md goal 26), our gates in front of routing, and our routes. Made from the empty
/// builder: no configuration file of whatever directory we were started in, no signal handlers, no providers.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    public HttpServer(ListenAddress listen, HttpRoutes routes, OwnHosts hosts, ILoggerFactory loggers)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "lookout" });
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggers(loggers));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options => Limit(options, listen));
        _app = builder.Build();

        var errors = new ErrorPages(loggers.CreateLogger("Lookout.Http"));
        _app.Use(SecurityHeaders.InvokeAsync);
        _app.Use(errors.InvokeAsync);
        _app.Use(new HostFilter(hosts).InvokeAsync);
        _app.Use(new CrossSiteFilter(hosts).InvokeAsync);
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(15) });
        _app.UseRouting();
        routes.Map(_app);
    }

    /// <summary>Where it listens, once started; with the real port where 0 was asked for.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    /// <exception cref="IOException">The address is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address is not ours, or the port needs a privilege.</exception>
    public Task StartAsync() => _app.StartAsync();

    /// <summary>Accepts nothing more; running requests have until <paramref name="deadline"/>.</summary>
    public Task StopAsync(CancellationToken deadline) => _app.StopAsync(deadline);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Limit(KestrelServerOptions options, ListenAddress listen)
    {
        options.AddServerHeader = false;
        options.Limits.MaxConcurrentConnections = 256;
        options.Limits.MaxConcurrentUpgradedConnections = 64;
        options.Limits.MaxRequestBodySize = 256 << 10;
        options.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        if (listen.Address is { } address) options.Listen(address, listen.Port, OnlyHttp1);
        else options.ListenAnyIP(listen.Port, OnlyHttp1);

        // Without TLS a browser never speaks anything newer.
        static void OnlyHttp1(ListenOptions endpoint) => endpoint.Protocols = HttpProtocols.Http1;
    }
}
