using Lookout.CameraService.WebRtc.Sending;

namespace Lookout.CameraService.Tests.WebRtc.Sending;

public sealed class StreamRateTests
{
    private readonly StreamRate _rate = new(2_000_000);
    private uint _timestamp = 0xFFFF_0000;

    [Fact]
    public void Assumption_holds_until_a_second_was_measured()
    {
        Play(frames: 20, interval: 3000, bytes: 1000);
        Assert.Equal(2_000_000, _rate.BitsPerSecond);

        Play(frames: 40, interval: 3000, bytes: 1000);
        Assert.InRange(_rate.BitsPerSecond, 230_000, 250_000);
        Assert.InRange(_rate.FrameInterval.TotalMilliseconds, 33.3, 33.4);
    }

    [Fact]
    public void Rise_is_seen_before_its_second_is_over()
    {
        Play(frames: 60, interval: 3000, bytes: 1000);
        Play(frames: 15, interval: 3000, bytes: 100_000);

        Assert.True(_rate.BitsPerSecond > 10_000_000);
    }

    [Fact]
    public void Interval_follows_the_camera()
    {
        Play(frames: 100, interval: 6000, bytes: 1000);

        Assert.InRange(_rate.FrameInterval.TotalMilliseconds, 66, 67);
    }

    [Theory]
    [InlineData(90_000 * 60)]
    [InlineData(-90_000)]
    public void Pause_and_restart_of_the_capture_are_not_measured(int jump)
    {
        Play(frames: 60, interval: 3000, bytes: 1000);
        _timestamp += unchecked((uint)jump);
        Play(frames: 1, interval: 3000, bytes: 1000);

        Assert.InRange(_rate.FrameInterval.TotalMilliseconds, 33.3, 33.4);
        Assert.Equal(2_000_000, _rate.BitsPerSecond);
    }

    private void Play(int frames, uint interval, int bytes)
    {
        for (int i = 0; i < frames; i++) _rate.Add(_timestamp += interval, bytes);
    }
}
