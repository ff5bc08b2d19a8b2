using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;

namespace Lookout.CameraServer.Tests.Sources;

public sealed class DeviceModeTests
{
    private static readonly V4l2Source Asked = new("/dev/video0", 1920, 1080, 60);

    private static DeviceMode? Choose(params string[] offered) => DeviceMode.Choose(
        Asked, caps => offered.Any(offer => caps.StartsWith(offer.Split(' ')[0], StringComparison.Ordinal) && Fits(caps, offer)));

    // An offer is "media-type width height fps"; caps without a limit fit any.
    private static bool Fits(string caps, string offer)
    {
        string[] parts = offer.Split(' ');
        return (!caps.Contains("width", StringComparison.Ordinal) || caps.Contains($"width=(int){parts[1]},", StringComparison.Ordinal) || caps.EndsWith($"height=(int){parts[2]}", StringComparison.Ordinal))
            && (!caps.Contains("height", StringComparison.Ordinal) || caps.Contains($"height=(int){parts[2]}", StringComparison.Ordinal))
            && (!caps.Contains("framerate", StringComparison.Ordinal) || caps.EndsWith($"framerate=(fraction){parts[3]}/1", StringComparison.Ordinal));
    }

    [Fact]
    public void Raw_at_the_asked_rate_comes_first() =>
        Assert.False(Choose("image/jpeg 1920 1080 60", "video/x-raw 1920 1080 60")!.IsJpeg);

    [Fact]
    public void Jpeg_at_the_asked_rate_beats_raw_at_a_lower_one()
    {
        DeviceMode mode = Choose("video/x-raw 1920 1080 5", "image/jpeg 1920 1080 60")!;
        Assert.True(mode.IsJpeg);
        Assert.Contains("framerate=(fraction)60/1", mode.Caps);
    }

    [Fact]
    public void The_asked_size_at_any_rate_beats_another_size()
    {
        DeviceMode mode = Choose("video/x-raw 640 480 60", "image/jpeg 1920 1080 30")!;
        Assert.Equal("image/jpeg,width=(int)1920,height=(int)1080", mode.Caps);
    }

    [Fact]
    public void A_device_with_neither_size_nor_rate_gives_what_it_has() =>
        Assert.Equal("image/jpeg", Choose("image/jpeg 160 120 1")!.Caps);

    [Fact]
    public void A_device_without_pictures_has_no_mode() => Assert.Null(Choose("audio/x-raw 0 0 0"));

    [Fact]
    public void An_absent_device_says_so()
    {
        var e = Assert.Throws<SourceException>(() => DeviceSource.Open(new V4l2Source("/dev/video9", null, null, null), 0));
        Assert.True(e.IsAbsent);
        Assert.StartsWith("/dev/video9: no such device", e.Message);
    }

    [Fact]
    public void A_file_that_is_no_capture_device_is_refused_with_its_name()
    {
        var e = Assert.Throws<SourceException>(() => DeviceSource.Open(new V4l2Source("/dev/null", null, null, null), 0));
        Assert.False(e.IsAbsent);
        Assert.Contains("/dev/null", e.Message);
    }
}
