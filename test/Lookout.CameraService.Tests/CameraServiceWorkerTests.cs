using System.Net;
using System.Net.Sockets;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraService.Tests;

public sealed class CameraServiceWorkerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("worker-");

    [Fact]
    public void Taken_port_is_69_and_the_log_names_address_and_remedy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string address = taken.LocalEndpoint.ToString()!;
        var log = new RecordingLoggers();
        int code = CameraServiceWorker.Run(Settings(address), "n", () => Assert.Fail("not ready"), _ => { }, log, TestContext.Current.CancellationToken);
        Assert.Equal(69, code);
        Assert.Contains(log.Lines, line => line.Contains(address, StringComparison.Ordinal) && line.Contains("http.listen", StringComparison.Ordinal));
    }

    [Fact]
    public void Address_that_is_not_ours_is_69() =>
        Assert.Equal(69, CameraServiceWorker.Run(Settings("192.0.2.1:8080"), "n", () => { }, _ => { }, NullLoggerFactory.Instance, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Ready_comes_with_the_link_and_stop_is_orderly_before_and_after()
    {
        LookoutSettings settings = Settings($"127.0.0.1:{FreeTcpPort()}");
        foreach (bool linked in new[] { false, true })
        {
            using LinkServer? server = linked ? StartLink(settings) : null;
            using var stop = new CancellationTokenSource();
            var ready = new TaskCompletionSource();
            Task<int> running = Task.Factory.StartNew(
                () => CameraServiceWorker.Run(settings, "n", ready.SetResult, _ => { }, NullLoggerFactory.Instance, stop.Token),
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            if (linked) await ready.Task.WaitAsync(TestService.Patience, TestContext.Current.CancellationToken);
            else Assert.False(ready.Task.IsCompleted);
            await stop.CancelAsync();
            Assert.Equal(0, await running.WaitAsync(TestService.Patience, TestContext.Current.CancellationToken));
            Assert.Equal(linked, ready.Task.IsCompleted);
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static LinkServer StartLink(LookoutSettings settings)
    {
        var server = new LinkServer(settings.LinkSocket, new Hello(LinkProtocol.Version, "n", "i", 1, []), new NoCommands(), NullLogger.Instance);
        server.Start();
        return server;
    }

    private static int FreeTcpPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private LookoutSettings Settings(string listen) => new()
    {
        Http = new HttpSettings(listen),
        WebRtc = new WebRtcSettings($"127.0.0.1:{TestService.FreeUdpPort()}", []),
        Models = new ModelSettings("/nowhere"),
        Cameras = [],
        RunDirectory = _directory.FullName,
        DataDirectory = _directory.FullName,
        WebRoot = "/nowhere",
    };

    private sealed class NoCommands : ILinkCommands
    {
        public void Want(int camera, byte rendition, bool on)
        {
        }

        public void KeyFrame(int camera, byte rendition)
        {
        }

        public void AnalyzeImage(ulong id, byte[] file, Action<ImageFaces> reply)
        {
        }
    }

    private sealed class RecordingLoggers : ILoggerFactory, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines) Lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
