using System.Net;
using System.Net.Sockets;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraService.Tests;

/// <summary>
/// The whole service on a free loopback port, in front of a real link server that a test scripts: two cameras, "front"
/// and "yard". What ran is stopped and removed afterwards.
/// </summary>
internal sealed class TestService : IAsyncDisposable, ILinkCommands
{
    public const string Nonce = "5ca1ab1e";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("service-");
    private readonly CameraServiceHost _service;
    private LinkServer? _server;

    private TestService(string[]? hosts = null, TimeProvider? time = null, int udpPort = 0, bool page = true, string[]? problems = null, RecognitionSettings? recognition = null,
        Func<LookoutSettings, LookoutSettings>? adjust = null)
    {
        string webRoot = Path.Combine(_directory.FullName, "wwwroot");
        Settings = new LookoutSettings
        {
            Http = new HttpSettings("127.0.0.1:0"),
            WebRtc = new WebRtcSettings($"127.0.0.1:{(udpPort == 0 ? FreeUdpPort() : udpPort)}", hosts ?? []),
            Models = new ModelSettings("/nowhere"),
            Cameras =
            [
                new CameraSettings("front", new V4l2Source("/dev/video0", null, null, null), 0, DetectSettings.All),
                new CameraSettings("yard", new FileSource("/media/yard.mp4"), 0, DetectSettings.None),
            ],
            RunDirectory = _directory.FullName,
            DataDirectory = _directory.FullName,
            WebRoot = webRoot,
            Problems = problems ?? [],
            Recognition = recognition ?? RecognitionSettings.Off,
        };
        if (problems is not null) Settings = Settings with { Cameras = [] };
        if (adjust is not null) Settings = adjust(Settings);
        if (page) PageOf(webRoot);
        var listen = new ListenAddress(IPAddress.Loopback, 0);
        _service = new CameraServiceHost(Settings, listen, Nonce, new RestartCounts(Server: 3, Service: 4), time ?? TimeProvider.System, NullLoggerFactory.Instance);
    }

    public LookoutSettings Settings { get; }

    /// <summary>Speaks to the service by its own address.</summary>
    public HttpClient Client { get; } = new() { Timeout = Patience };

    public Uri Address { get; private set; } = null!;

    /// <summary>What camera-server finds in a still picture, by its file; null answers never.</summary>
    public Func<ulong, byte[], ImageFaces?> Look { get; set; } = (id, _) => ImageFaces.Refused(id, "nobody looks");

    /// <summary>Called for a key frame or a want, on the link's thread.</summary>
    public Action<string> Commanded { get; set; } = _ => { };

    public LinkServer Link => _server!;

    /// <param name="linked">Whether a camera-server is there and has been heard of.</param>
    /// <param name="hosts">webrtc.hosts</param>
    /// <param name="time">Null: the system's.</param>
    /// <param name="udpPort">0: one that is free.</param>
    /// <param name="recognition">Null: off.</param>
    /// <param name="adjust">What else of the settings is other than usual.</param>
    public static async Task<TestService> StartAsync(
        bool linked = true, string[]? hosts = null, TimeProvider? time = null, int udpPort = 0, RecognitionSettings? recognition = null,
        Func<LookoutSettings, LookoutSettings>? adjust = null)
    {
        var test = new TestService(hosts, time, udpPort, recognition: recognition, adjust: adjust);
        if (linked) test.StartLink("first");
        await test.StartServiceAsync();
        if (linked) await test._service.Linked.WaitAsync(Patience);
        return test;
    }

    /// <summary>As with a bad file and nothing to stand in for it: no camera.</summary>
    public static async Task<TestService> StartMisconfiguredAsync(params string[] problems)
    {
        var test = new TestService(problems: problems);
        await test.StartServiceAsync();
        return test;
    }

    /// <summary>As if nobody had built the page.</summary>
    public static async Task<TestService> StartWithoutPageAsync()
    {
        var test = new TestService(page: false);
        await test.StartServiceAsync();
        return test;
    }

    public void StartLink(string instance)
    {
        LinkCamera[] cameras = [new("front", CameraKind.Camera, false), new("yard", CameraKind.Clip, true)];
        _server = new LinkServer(Settings.LinkSocket, new Hello(LinkProtocol.Version, Nonce, instance, 1, cameras), this, NullLogger.Instance);
        _server.Start();
    }

    public void StopLink()
    {
        _server?.Dispose();
        _server = null;
    }

    public static CameraState Online(int camera, long lastFrameNs) => new(camera, CameraStatus.Online, "", 1280, 720, 29.97, 100, lastFrameNs, 2, 5);

    /// <summary>Asks again until the answer is as wanted: what a link server says takes a moment to arrive.</summary>
    public async Task<string> EventuallyAsync(string path, Func<HttpStatusCode, string, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            using HttpResponseMessage response = await Client.GetAsync(new Uri(path, UriKind.Relative), deadline.Token);
            string body = await response.Content.ReadAsStringAsync(deadline.Token);
            if (wanted(response.StatusCode, body)) return body;
            await Task.Yield();
        }
    }

    void ILinkCommands.Want(int camera, byte rendition, bool on) => Commanded($"want {camera}{Number(rendition)} {(on ? "on" : "off")}");

    void ILinkCommands.KeyFrame(int camera, byte rendition) => Commanded($"key {camera}{Number(rendition)}");

    private static string Number(byte rendition) => rendition == 0 ? "" : $"/{rendition}";

    void ILinkCommands.AnalyzeImage(ulong id, byte[] file, Action<ImageFaces> reply)
    {
        if (Look(id, file) is { } faces) reply(faces);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _service.DisposeAsync();
        StopLink();
        _directory.Delete(recursive: true);
    }

    public static int FreeUdpPort()
    {
        using var probe = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }

    private async Task StartServiceAsync()
    {
        await _service.StartAsync(_ => { });
        Address = new Uri(_service.Address);
        Client.BaseAddress = Address;
    }

    private static void PageOf(string webRoot)
    {
        Directory.CreateDirectory(Path.Combine(webRoot, "assets"));
        File.WriteAllText(Path.Combine(webRoot, "index.html"), "<!doctype html><title>Lookout</title>");
        File.WriteAllText(Path.Combine(webRoot, "favicon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        File.WriteAllText(Path.Combine(webRoot, "assets", "index-4f2a.js"), "export {};");
    }
}
