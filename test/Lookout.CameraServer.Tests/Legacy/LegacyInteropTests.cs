using System.Diagnostics;
using System.Text.Json;
using Lookout.CameraServer.Legacy;
using Lookout.Configuration.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Legacy;

/// <summary>The whole worker on one side, a client in another language, in a process of its own, on the other.</summary>
public sealed class LegacyInteropTests : IDisposable
{
    private const int FacePixels = 1280 * 720 * 3;
    private readonly string _folder = Directory.CreateTempSubdirectory("lookout-legacy-").FullName;
    private readonly CancellationTokenSource _stop = new();

    private string At => Path.Combine(_folder, "later", "native.sock");

    private Task<int> Serve(CameraSettings camera, string models)
    {
        var settings = new LookoutSettings
        {
            Http = new HttpSettings("127.0.0.1:0"),
            WebRtc = new WebRtcSettings("127.0.0.1:0", []),
            Models = new ModelSettings(models),
            Legacy = new LegacySettings(At, camera.Name),
            Cameras = [new CameraSettings("first", new V4l2Source("/dev/video9", null, null, null), 0, DetectSettings.None), camera],
            RunDirectory = _folder,
            DataDirectory = _folder,
            WebRoot = _folder,
        };
        return Task.Factory.StartNew(
            () => CameraServerWorker.Run(settings, "0123456789abcdef", () => { }, _ => { }, NullLoggerFactory.Instance, _stop.Token),
            _stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private async Task<JsonElement> Ask(params string[] arguments)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Legacy", "legacy_client.py"), At, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process client = Process.Start(start)!;
        Task<string> complaints = client.StandardError.ReadToEndAsync(cancel);
        string told = await client.StandardOutput.ReadToEndAsync(cancel);
        await client.WaitForExitAsync(cancel);
        Assert.True(client.ExitCode == 0, await complaints);
        return JsonDocument.Parse(told).RootElement.Clone();
    }

    [Fact]
    public async Task A_client_in_Python_is_served_once_the_directory_is_there_and_each_picture_is_the_one_described()
    {
        Task<int> run = Serve(new CameraSettings("clock", new TestSource("clock", 640, 360, 30), 0, DetectSettings.None), _folder);
        Directory.CreateDirectory(Path.GetDirectoryName(At)!);
        JsonElement told = await Ask();

        Assert.Equal("ok", told.GetProperty("ping").GetProperty("status").GetString());
        Assert.Equal("Unknown command", told.GetProperty("unknown").GetProperty("error").GetString());
        ulong last = 0;
        foreach (JsonElement frame in told.GetProperty("frames").EnumerateArray())
        {
            Assert.Equal((640, 360, 3, "clock"), (frame.GetProperty("width").GetInt32(), frame.GetProperty("height").GetInt32(),
                frame.GetProperty("channels").GetInt32(), frame.GetProperty("camera").GetString()));
            Assert.Equal(640 * 360 * 3, frame.GetProperty("length").GetInt32());
            Assert.Equal((uint)(frame.GetProperty("capture_ns").GetInt64() / 1000), frame.GetProperty("strip_us").GetUInt32());
            Assert.True(frame.GetProperty("seq").GetUInt64() >= last);
            last = frame.GetProperty("seq").GetUInt64();
        }
        Assert.True(told.GetProperty("stats").GetProperty("total_frames").GetInt64() > 0);
        Assert.InRange(told.GetProperty("stats").GetProperty("avg_fps").GetDouble(), 1, 31);
        Assert.Equal("Invalid image dimensions", told.GetProperty("bad_size").GetProperty("error").GetString());
        Assert.False(told.GetProperty("aligned").GetProperty("success").GetBoolean());
        Assert.Equal("ok", told.GetProperty("last").GetProperty("status").GetString());

        await _stop.CancelAsync();
        Assert.Equal(0, await run);
        Assert.False(File.Exists(At));
    }

    [Fact]
    public async Task A_picture_that_was_served_and_is_sent_back_shows_the_same_face()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At)!);
        Task<int> run = Serve(
            new CameraSettings("face", new FileSource(Cache("media", "demo-face.mp4", "tools/setup/media.sh")), 0, DetectSettings.All),
            Path.GetDirectoryName(Cache("models", "face_detection_back_256x256_barracuda.onnx", "tools/setup/models.sh"))!);
        JsonElement told = await Ask("face");
        await _stop.CancelAsync();
        Assert.Equal(0, await run);

        Assert.All(told.GetProperty("frames").EnumerateArray(), frame => Assert.Equal(FacePixels, frame.GetProperty("length").GetInt32()));
        JsonElement image = told.GetProperty("image");
        Assert.True(image.GetProperty("success").GetBoolean());
        Assert.True(image.GetProperty("inference_ms").GetDouble() > 0);
        JsonElement sent = Assert.Single(image.GetProperty("faces").EnumerateArray());
        JsonElement seen = Assert.Single(told.GetProperty("seen").GetProperty("faces").EnumerateArray());
        // The analysis is of this frame or of one some frames before: the face has hardly moved.
        Assert.All(Box(sent).Zip(Box(seen)), edge => Assert.InRange(edge.First, edge.Second - 60, edge.Second + 60));
        Assert.Equal(5, sent.GetProperty("landmarks").GetArrayLength());
        Assert.All(sent.GetProperty("landmarks").EnumerateArray(), point => Assert.InRange(point[0].GetDouble(), Box(sent)[0], Box(sent)[2]));
        Assert.InRange(sent.GetProperty("quality").GetDouble(), 0.7, 1);
    }

    [Fact]
    public void A_camera_that_does_not_exist_is_a_warning_and_nothing_else()
    {
        using LegacyService service = LegacyService.Create(
            new LookoutSettings
            {
                Http = new HttpSettings(":1"),
                WebRtc = new WebRtcSettings(":1", []),
                Models = new ModelSettings(_folder),
                Legacy = new LegacySettings(Path.Combine(_folder, "native.sock"), "attic"),
                Cameras = [new CameraSettings("clock", new TestSource("clock", 320, 240, 30), 0, DetectSettings.None)],
                RunDirectory = _folder,
                DataDirectory = _folder,
                WebRoot = _folder,
            },
            new RecordingOutput(), NullLogger.Instance);
        service.Start();
        Assert.Null(service.NewestOf(0));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    public void Dispose()
    {
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static double[] Box(JsonElement face) => [.. face.GetProperty("bbox").EnumerateArray().Select(value => value.GetDouble())];

    private static string Cache(string folder, string file, string script)
    {
        string root = Environment.GetEnvironmentVariable("LOOKOUT_CACHE") is { Length: > 0 } cache
            ? cache
            : Path.Combine(
                Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
                    ? xdg
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
                "lookout");
        string path = Path.Combine(root, folder, file);
        Assert.True(File.Exists(path), $"{path} is missing: run {script}");
        return path;
    }
}
