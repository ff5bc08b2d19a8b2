using Lookout.CameraServer.Cameras;

namespace Lookout.CameraServer.Tests.Cameras;

public sealed class DisposalDeadlineTests
{
    private sealed class Closing(Action close) : IDisposable
    {
        public void Dispose() => close();
    }

    [Fact]
    public void What_closes_is_closed_in_order()
    {
        var order = new List<int>();
        Assert.True(DisposalDeadline.TryDispose(
            TimeSpan.FromSeconds(10), new Closing(() => order.Add(1)), null, new Closing(() => order.Add(2))));
        Assert.Equal([1, 2], order);
    }

    [Fact]
    public void A_driver_that_never_returns_is_reported()
    {
        var answer = new TaskCompletionSource();
        Assert.False(DisposalDeadline.TryDispose(TimeSpan.Zero, new Closing(answer.Task.Wait)));
        answer.SetResult();
    }
}
