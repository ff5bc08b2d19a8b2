using Lookout.CameraServer.Encoding;

namespace Lookout.CameraServer.Tests.Encoding;

public sealed class EncoderProfileTests
{
    [Theory]
    [InlineData(1280, 720, 2000, 600, 200)]
    [InlineData(1920, 1080, 4500, 1350, 450)]
    [InlineData(160, 120, 300, 90, 30)]
    [InlineData(3840, 2160, 8000, 2400, 800)]
    public void The_rate_follows_the_camera_s_pixels_within_bounds(int width, int height, int full, int half, int quarter) =>
        Assert.Equal([full, half, quarter], Enumerable.Range(0, 3).Select(number =>
            EncoderProfile.For(new Rendition((byte)number, null), width, height, 30, announcedAsPassthrough: false).KilobitsPerSecond));

    [Fact]
    public void A_rate_that_was_asked_for_is_the_rate() =>
        Assert.Equal(777, EncoderProfile.For(new Rendition(1, 777), 3840, 2160, 30, announcedAsPassthrough: false).KilobitsPerSecond);

    [Theory]
    [InlineData(false, 30, 300)]
    [InlineData(true, 30, 30)]
    [InlineData(true, 0.2, 1)]
    public void Key_frames_are_rare_unless_nobody_can_ask_for_one(bool passthrough, double fps, int interval) =>
        Assert.Equal(interval, EncoderProfile.For(new Rendition(0, null), 1280, 720, fps, passthrough).KeyInterval);
}
