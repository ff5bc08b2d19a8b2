using Lookout.CameraServer.Cameras;

namespace Lookout.CameraServer.Tests.Cameras;

public sealed class FrameRateTests
{
    [Fact]
    public void The_announced_rate_holds_until_a_second_is_measured()
    {
        var rate = new FrameRate();
        rate.Reset(30);
        for (int i = 0; i < 20; i++) rate.Add(i * 50_000_000L);
        Assert.Equal(30, rate.Fps);
        for (int i = 20; i < 45; i++) rate.Add(i * 50_000_000L);
        Assert.Equal(20, rate.Fps);
    }
}
