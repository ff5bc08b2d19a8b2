using Lookout.CameraService.Identity.Api;
using Microsoft.Extensions.Time.Testing;

namespace Lookout.CameraService.Tests.Identity.Api;

public sealed class RequestRateTests
{
    [Fact]
    public void Burst_is_taken_and_then_so_many_a_second()
    {
        var time = new FakeTimeProvider();
        var rate = new RequestRate(burst: 5, aSecond: 2, time);
        Assert.Equal(5, Take(rate));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Take(rate));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(5, Take(rate));
        Assert.Equal(0, Take(rate));
    }

    private static int Take(RequestRate rate)
    {
        int taken = 0;
        while (rate.TryTake()) taken++;
        return taken;
    }
}
