using Lookout.Configuration.Problems;
using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Tests;

public sealed class OverrideTests
{
    private const string TwoCameras = "cameras:\n  front: { source: \"test://clock\" }\n  back-door: { source: \"test://clock\" }\n";

    [Fact]
    public void Variables_override_every_key()
    {
        LookoutSettings settings = Read(TwoCameras,
            ("LOOKOUT_HTTP_LISTEN", ":9000"),
            ("LOOKOUT_WEBRTC_LISTEN", "127.0.0.1:9001"),
            ("LOOKOUT_WEBRTC_HOSTS", "192.0.2.1, box.example.org"),
            ("LOOKOUT_WEBRTC_MAX_VIEWERS", "7"),
            ("LOOKOUT_WEBRTC_TCP", "false"),
            ("LOOKOUT_WEBRTC_STUN", "stun.example.org:3478"),
            ("LOOKOUT_MODELS_DIR", "/models"),
            ("LOOKOUT_MODELS_FACE_EMBEDDING", "sface"),
            ("LOOKOUT_MODELS_PROVIDER", "cuda"),
            ("LOOKOUT_MODELS_WHEN_MISSING", "refuse"),
            ("LOOKOUT_MODELS_DEVICE", "2"),
            ("LOOKOUT_MODELS_FP16", "false"),
            ("LOOKOUT_CAMERAS_FRONT_ROTATE", "180"),
            ("LOOKOUT_CAMERAS_BACK_DOOR_DETECT_FACES", "false"),
            ("LOOKOUT_CAMERAS_BACK_DOOR_SOURCE", "v4l2:///dev/video3")).Settings!;
        Assert.Equal(":9000", settings.Http.Listen);
        Assert.Equal("127.0.0.1:9001", settings.WebRtc.Listen);
        Assert.Equal(["192.0.2.1", "box.example.org"], settings.WebRtc.Hosts);
        Assert.Equal(7, settings.WebRtc.MaxViewers);
        Assert.False(settings.WebRtc.Tcp);
        Assert.Equal([new StunSettings("stun.example.org", 3478)], settings.WebRtc.Stun);
        Assert.Equal(new ModelSettings("/models") { FaceEmbedding = "sface", Provider = ModelProvider.Cuda, FallsBackToCpu = false, Device = 2, Fp16 = false }, settings.Models);
        Assert.Equal(180, settings.Cameras[0].Rotate);
        Assert.Equal(new CameraSettings("back-door", new V4l2Source("/dev/video3", null, null, null), 0, DetectSettings.All with { Faces = false }), settings.Cameras[1]);
    }

    [Fact]
    public void Variable_alone_makes_a_camera()
    {
        LookoutSettings settings = ConfigLoader.Parse("", null, Machine.With(Machine.Variables(("LOOKOUT_CAMERAS_DOOR_SOURCE", "rtsp://cam/")))).Settings!;
        Assert.Equal([new CameraSettings("door", new RtspSource("rtsp://cam/"), 0, DetectSettings.All)], settings.Cameras);
    }

    [Fact]
    public void Bad_value_is_reported_by_its_variable_without_its_password()
    {
        ConfigResult result = Read(TwoCameras, ("LOOKOUT_HTTP_LISTEN", "no"), ("LOOKOUT_CAMERAS_FRONT_SOURCE", "rstp://u:secret@cam/"));
        Assert.Null(result.Settings);
        Assert.Equal(2, result.Problems.Count);
        Assert.StartsWith("LOOKOUT_CAMERAS_FRONT_SOURCE: cameras.front.source: found 'rstp://***@cam/', ", result.Problems[1].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("LOOKOUT_HTTP_LISTEN: http.listen: found 'no', ", result.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Override_of_a_camera_that_is_not_there_names_what_it_lacks()
    {
        ConfigProblem problem = Assert.Single(Read(TwoCameras, ("LOOKOUT_CAMERAS_FORNT_ROTATE", "90")).Problems);
        Assert.StartsWith("LOOKOUT_CAMERAS_FORNT_ROTATE: cameras.fornt.source: found nothing", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LOOKOUT_HTTP_PORT", "expected one of LOOKOUT_HTTP_LISTEN")]
    [InlineData("LOOKOUT_HTP_LISTEN", "did you mean LOOKOUT_HTTP_LISTEN?")]
    [InlineData("LOOKOUT_RUNDIR", "did you mean LOOKOUT_RUN_DIR?")]
    [InlineData("LOOKOUT_CAMERAS_FRONT_COLOUR", "LOOKOUT_CAMERAS_<NAME>_SOURCE")]
    public void Variable_that_looks_like_a_key_is_a_warning(string name, string hint)
    {
        ConfigResult result = Read(TwoCameras, (name, "x"));
        ConfigProblem problem = Assert.Single(result.Problems);
        Assert.NotNull(result.Settings);
        Assert.True(problem.IsWarning);
        Assert.StartsWith($"{name}: warning: ", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(hint, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LOOKOUT_CACHE")]
    [InlineData("LOOKOUT_SERVER_RESTARTS")]
    [InlineData("LOOKOUT_POINT")]
    [InlineData("PATH")]
    public void Other_variables_are_left_alone(string name) => Assert.Empty(Read(TwoCameras, (name, "x")).Problems);

    [Fact]
    public void Override_does_not_mend_a_file_of_the_wrong_shape()
    {
        ConfigResult result = Read("cameras: [front]\n", ("LOOKOUT_CAMERAS_FRONT_SOURCE", "test://clock"));
        Assert.Equal("lookout.yml:1:10: cameras: found a list, expected cameras by name, such as front: { source: \"v4l2:///dev/video0\" }", Assert.Single(result.Problems).ToString());
    }

    private static ConfigResult Read(string text, params ReadOnlySpan<(string Name, string Value)> variables) =>
        ConfigLoader.Parse(text, "lookout.yml", Machine.With(Machine.Variables(variables)));
}
