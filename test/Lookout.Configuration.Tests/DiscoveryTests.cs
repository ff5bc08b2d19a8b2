using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Tests;

public sealed class DiscoveryTests
{
    [Fact]
    public void Without_a_file_every_capture_device_is_a_camera()
    {
        LookoutSettings settings = ConfigLoader.Parse("", null, Machine.With(devices:
        [
            new CaptureDevice("HD Pro Webcam C920", "/dev/v4l/by-id/usb-046d_C920-video-index0"),
            new CaptureDevice("HD Pro Webcam C920", "/dev/video2"),
            new CaptureDevice("***", "/dev/video4"),
            new CaptureDevice("A camera whose description never seems to end", "/dev/video6"),
            new CaptureDevice("metrics", "/dev/video8"),
        ])).Settings!;
        Assert.Equal(["hd-pro-webcam-c920", "hd-pro-webcam-c920-2", "video4", "a-camera-whose-description-never", "video8"], settings.Cameras.Select(camera => camera.Name));
        Assert.Equal(new V4l2Source("/dev/v4l/by-id/usb-046d_C920-video-index0", null, null, null), settings.Cameras[0].Source);
        Assert.All(settings.Cameras, camera => Assert.True(CameraName.IsValid(camera.Name)));
    }

    [Fact]
    public void Without_a_device_two_clips_play_and_say_how_to_get_them()
    {
        LookoutSettings settings = ConfigLoader.Parse("", null, Machine.With(Machine.Variables(("LOOKOUT_DEMO_DIR", "/clips")))).Settings!;
        Assert.Equal(["demo-street", "demo-face"], settings.Cameras.Select(camera => camera.Name));
        var street = Assert.IsType<FileSource>(settings.Cameras[0].Source);
        Assert.Equal("/clips/demo-street.mp4", street.Path);
        Assert.Contains("make setup", street.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_file_that_is_missing_is_an_error()
    {
        ConfigResult result = ConfigLoader.Load("/no/such.yml", Machine.With());
        Assert.Equal("/no/such.yml: no such file", Assert.Single(result.Problems).ToString());
        Assert.Null(result.Settings);
    }

    [Fact]
    public void File_in_the_working_directory_is_found()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "lookout.yaml"), "cameras: { one: { source: \"file:a.mp4\" } }");
        ConfigResult result = ConfigLoader.Load(null, Machine.With(workingDirectory: directory.Path));
        Assert.Equal("lookout.yaml", result.File);
        Assert.Equal(new FileSource(Path.Combine(directory.Path, "a.mp4")), result.Settings!.Cameras[0].Source);
        File.WriteAllText(Path.Combine(directory.Path, "lookout.yml"), "cameras: { two: { source: \"file:a.mp4\" } }");
        Assert.Equal("lookout.yml", ConfigLoader.Load(null, Machine.With(workingDirectory: directory.Path)).File);
    }

    [Fact]
    public void File_that_is_too_long_or_not_text_is_refused()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.Path, "x.yml");
        File.WriteAllText(path, new string('#', 256 * 1024 + 1));
        Assert.Contains("more than 256 KiB", Assert.Single(ConfigLoader.Load(path, Machine.With()).Problems).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, [0x61, 0xFF, 0xFE]);
        Assert.Contains("not UTF-8", Assert.Single(ConfigLoader.Load(path, Machine.With()).Problems).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Single(ConfigLoader.Load(directory.Path, Machine.With()).Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/run/lookout", "/run/lookout")]
    [InlineData("/run", "/run/lookout")]
    [InlineData("/run/user/1000", "/run/user/1000/lookout")]
    [InlineData("/tmp", "/tmp/lookout-1000")]
    public void Run_directory_is_the_first_that_can_be_used(string writable, string chosen) =>
        Assert.Equal(chosen, Directories.Choose(Machine.With(Machine.Variables(("XDG_RUNTIME_DIR", "/run/user/1000")), writable: [writable])).Run);

    [Fact]
    public void Data_directory_is_the_volume_else_the_users_state()
    {
        Dictionary<string, string> home = Machine.Variables(("HOME", "/home/u"));
        Assert.Equal("/data", Directories.Choose(Machine.With(home, writable: ["/data"])).Data);
        Assert.Equal("/home/u/.local/state/lookout", Directories.Choose(Machine.With(home)).Data);
        Assert.Equal("/state/lookout", Directories.Choose(Machine.With(Machine.Variables(("HOME", "/home/u"), ("XDG_STATE_HOME", "/state")))).Data);
    }

    [Fact]
    public void Variables_name_the_directories_and_relative_ones_become_absolute()
    {
        Directories directories = Directories.Choose(Machine.With(Machine.Variables(("LOOKOUT_RUN_DIR", "run"), ("LOOKOUT_DATA_DIR", "/d"))));
        Assert.Equal("/work/run", directories.Run);
        Assert.Equal("/d", directories.Data);
        Assert.Equal("/opt/lookout/models", directories.Models);
        Assert.Equal("/opt/lookout/wwwroot", directories.Web);
    }
}
