using Lookout.CameraServer.Encoding;

namespace Lookout.CameraServer.Tests.Encoding;

public sealed class EncoderProfileTests
{
    [Theory]
    [InlineData(1280, 720, 2500)]
    [InlineData(1920, 1080, 5625)]
    [InlineData(160, 120, 300)]
    [InlineData(3840, 2160, 8000)]
    public void The_rate_follows_the_pixels_within_bounds(int width, int height, int kilobits) =>
        Assert.Equal(kilobits, EncoderProfile.For(width, height, 30, announcedAsPassthrough: false).KilobitsPerSecond);

    [Theory]
    [InlineData(false, 30, 300)]
    [InlineData(true, 30, 30)]
    [InlineData(true, 0.2, 1)]
    public void Key_frames_are_rare_unless_nobody_can_ask_for_one(bool passthrough, double fps, int interval) =>
        Assert.Equal(interval, EncoderProfile.For(1280, 720, fps, passthrough).KeyInterval);
}
