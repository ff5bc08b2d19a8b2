using Lookout.CameraService.Whip;

namespace Lookout.CameraService.Tests.Whip;

public sealed class WhipBackoffTests
{
    [Fact]
    public void Waits_double_up_to_thirty_seconds_and_begin_anew_after_a_success()
    {
        var backoff = new WhipBackoff(() => 0.5);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], Enumerable.Range(0, 8).Select(_ => backoff.Next(null).TotalSeconds));
        backoff.Reset();
        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Next(null));
    }

    [Theory]
    [InlineData(0, 0.8)]
    [InlineData(0.999999, 1.2)]
    public void Waits_are_spread_by_a_fifth(double random, double seconds) =>
        Assert.Equal(seconds, new WhipBackoff(() => random).Next(null).TotalSeconds, precision: 3);

    [Theory]
    [InlineData(7, 7)]
    [InlineData(-5, 1)]
    [InlineData(0, 1)]
    [InlineData(86400, 600)]
    public void Endpoint_may_ask_for_longer_but_not_for_ever_and_not_for_less(int asked, int seconds) =>
        Assert.Equal(seconds, new WhipBackoff(() => 0.5).Next(TimeSpan.FromSeconds(asked)).TotalSeconds);
}
