using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Tests;

/// <summary>Files as people write them. A bad one carries what must be said about it, in the order it must be said.</summary>
public sealed class CorpusTests
{
    private const string Marker = "# expect ";

    public static TheoryData<string> Good => [.. Files("good")];

    public static TheoryData<string> Bad => [.. Files("bad")];

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_file_is_read_without_a_word(string file)
    {
        ConfigResult result = ConfigLoader.Load(Path.Combine(Machine.Corpus("good"), file), Machine.With());
        Assert.Empty(result.Problems);
        Assert.NotNull(result.Settings);
        Assert.NotEmpty(result.Settings.Cameras);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_file_is_refused_with_every_place_and_expectation(string file)
    {
        string path = Path.Combine(Machine.Corpus("bad"), file);
        string[] expected = [.. File.ReadLines(path).Where(line => line.StartsWith(Marker, StringComparison.Ordinal)).Select(line => line[Marker.Length..])];
        ConfigResult result = ConfigLoader.Parse(File.ReadAllText(path), file, Machine.With());
        Assert.Null(result.Settings);
        Assert.NotEmpty(expected);
        string said = string.Join('\n', result.Problems);
        Assert.True(expected.Length == result.Problems.Count, said);
        foreach (string expectation in expected) Assert.Contains($"{file}:{expectation}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Example_of_the_issue_reads_as_it_says()
    {
        LookoutSettings settings = ConfigLoader.Load(Path.Combine(Machine.Corpus("good"), "issue.yml"), Machine.With()).Settings!;
        Assert.Equal("127.0.0.1:8080", settings.Http.Listen);
        Assert.Equal(":8555", settings.WebRtc.Listen);
        Assert.Empty(settings.WebRtc.Hosts);
        Assert.True(settings.WebRtc.Tcp);
        Assert.Equal(new ModelSettings(Path.Combine(Machine.Corpus("good"), "models")), settings.Models);
        Assert.Equal(
            [
                new CameraSettings("front", new V4l2Source("/dev/video0", 1280, 720, 30), 0, DetectSettings.All),
                new CameraSettings("yard", new FileSource("/media/yard.mp4"), 0, DetectSettings.All),
            ],
            settings.Cameras);
    }

    [Fact]
    public void Every_kind_of_source_and_value_is_understood()
    {
        LookoutSettings settings = ConfigLoader.Load(Path.Combine(Machine.Corpus("good"), "everything.yml"), Machine.With()).Settings!;
        Assert.Equal(["192.0.2.7", "2001:db8::7", "box.example.org"], settings.WebRtc.Hosts);
        Assert.Equal(100, settings.WebRtc.MaxViewers);
        Assert.False(settings.WebRtc.Tcp);
        Assert.Equal([new StunSettings("stun.example.org", 19302), new StunSettings("192.0.2.8", 3478), new StunSettings("2001:db8::9", 3479)], settings.WebRtc.Stun);
        Assert.Equal(
            [
                new TurnSettings("turn.example.org", 3478, IsTcp: false, "lookout", IsShared: false, "open sesame", ""),
                new TurnSettings("192.0.2.9", 443, IsTcp: true, "", IsShared: true, "", Path.Combine(Machine.Corpus("good"), "secrets/turn")),
            ],
            settings.WebRtc.Turn);
        Assert.DoesNotContain("sesame", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", settings.WebRtc.Turn[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(
            new ModelSettings("/opt/models")
            {
                Faces = "scrfd_10g",
                People = "yolov8n-pose",
                Poses = "movenet-thunder",
                FaceEmbedding = "adaface_ir50",
                BodyEmbedding = "osnet_x0_25",
                Provider = ModelProvider.TensorRt,
                FallsBackToCpu = false,
                Device = 1,
                Fp16 = false,
            },
            settings.Models);
        Assert.Equal(
            [
                new V4l2Source("/dev/v4l/by-id/usb-Cam-video-index0", null, null, null),
                new FileSource(Path.Combine(Machine.Corpus("good"), "clips/a b.mp4")),
                new RtspSource("rtsp://admin:none@192.0.2.9:554/stream?channel=1"),
                new RtspSource("rtsps://cam.example.org/main"),
                new TestSource("clock", 640, 360, 15),
            ],
            settings.Cameras.Select(camera => camera.Source));
        Assert.Equal([90, 180, 0, 270, 0], settings.Cameras.Select(camera => camera.Rotate));
        Assert.Equal(new RenditionSettings(1500, 0, null), settings.Cameras[^1].Renditions);
        Assert.All(settings.Cameras.SkipLast(1), camera => Assert.Equal(RenditionSettings.Default, camera.Renditions));
        Assert.Equal([true, false, true, true, true], settings.Cameras.Select(camera => camera.Detect.Faces));
    }

    [Fact]
    public void Ice_servers_and_places_to_publish_to_are_understood()
    {
        LookoutSettings settings = ConfigLoader.Load(Path.Combine(Machine.Corpus("good"), "everything.yml"), Machine.With()).Settings!;
        Assert.Equal(
            [
                new IceServerSettings("stun:stun.example.org:3478", null, null, null),
                new IceServerSettings("turn:[2001:db8::1]:3478?transport=tcp", "box", "pass word", null),
                new IceServerSettings("turns:turn.example.org", null, null, "shared"),
            ],
            settings.WebRtc.IceServers);
        Assert.Equal(
            [
                new PublishSettings("clock", "https://sfu.example.org/whip/clock?room=1", null, Path.Combine(Machine.Corpus("good"), "secrets/whip")),
                new PublishSettings("clock", "http://192.0.2.8:8889/clock/whip", "abc.DEF-1_~+/==", null),
                new PublishSettings("clock", "http://[2001:db8::9]/whip", null, null),
            ],
            settings.Publications);
    }

    private static IEnumerable<string> Files(string kind) => Directory.GetFiles(Machine.Corpus(kind)).Select(path => Path.GetFileName(path)!).Order();
}
