using System.Net.Sockets;
using Lookout.CameraServer.Cameras;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests;

/// <summary>The worker as its process runs it, seen through a real link.</summary>
public sealed class CameraServerWorkerTests : IDisposable
{
    private const string Nonce = "0123456789abcdef";
    private readonly string _folder = Directory.CreateTempSubdirectory("lookout-server-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _ready = new();
    private long _beats;

    private LookoutSettings Settings => new()
    {
        Http = new HttpSettings("127.0.0.1:0"),
        WebRtc = new WebRtcSettings("127.0.0.1:0", []),
        Models = new ModelSettings(Path.Combine(_folder, "no-models")),
        Cameras =
        [
            new CameraSettings("clock", new TestSource("clock", 320, 240, 30), 0, DetectSettings.All),
            new CameraSettings("gone", new V4l2Source("/dev/video9", null, null, null), 0, DetectSettings.All),
            new CameraSettings("clip", new FileSource(Clips.Baseline), 0, DetectSettings.None),
        ],
        RunDirectory = _folder,
        DataDirectory = _folder,
        WebRoot = _folder,
    };

    /// <summary>Hands the link's events to the same recorder as the other tests use.</summary>
    private sealed class Events(RecordingOutput output) : ILinkEvents
    {
        public Hello? Hello { get; private set; }

        public void Connected(Hello hello) => Hello = hello;

        public void Disconnected(string reason)
        {
        }

        public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB) => output.AccessUnit(header, annexB);

        public void Analysis(Link.Analysis analysis) => output.Analysis(analysis);

        public void People(People people) => ((ICameraOutput)output).People(people);

        public void Likenesses(Likenesses likenesses)
        {
        }

        public void ImageFaces(ImageFaces image)
        {
        }

        public void CameraState(CameraState state) => output.State(state);
    }

    private Task<int> Start() => Task.Factory.StartNew(
        () => CameraServerWorker.Run(
            Settings, Nonce, _ready.Set, frames => Volatile.Write(ref _beats, frames + 1), NullLoggerFactory.Instance, _stop.Token),
        _stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Fact]
    public async Task One_absent_camera_harms_no_other_and_stopping_leaves_nothing()
    {
        Task<int> run = Start();
        _ready.Wait(TestContext.Current.CancellationToken);
        var output = new RecordingOutput();
        var events = new Events(output);
        using (var client = new LinkClient(Settings.LinkSocket, Nonce, events, NullLogger.Instance))
        {
            client.Start();
            for (int camera = 0; camera < 3; camera++) client.SendWant(camera, 0, on: true);
            output.WaitFor("both videos, key frame first", o => o.Units.Any(u => u.Header.Camera == 0) && o.Units.Any(u => u.Header.Camera == 2));
            output.WaitFor("the reasons", o =>
                o.States.Any(s => s.Camera == 1 && s.Reason.StartsWith("/dev/video9: no such device", StringComparison.Ordinal))
                && o.States.Any(s => s.Camera == 0 && s.Status == CameraStatus.Online && s.Reason.StartsWith("detection off: ", StringComparison.Ordinal)));
            foreach (int camera in (int[])[0, 2]) Assert.True(output.Units.First(u => u.Header.Camera == camera).Header.Key);
            Assert.Equal(
                [("clock", CameraKind.Synthetic, false), ("gone", CameraKind.Camera, false), ("clip", CameraKind.Clip, true)],
                events.Hello!.Cameras.Select(c => (c.Name, c.Kind, c.Passthrough)));
            SpinWait.SpinUntil(() => Volatile.Read(ref _beats) > 1);
        }
        await _stop.CancelAsync();
        Assert.Equal(0, await run);
        Assert.False(File.Exists(Settings.LinkSocket));
    }

    [Fact]
    public async Task A_taken_address_is_exit_69_and_nothing_is_opened()
    {
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(Settings.LinkSocket));
        other.Listen();
        Assert.Equal(69, await Start());
        Assert.False(_ready.IsSet);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _ready.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
