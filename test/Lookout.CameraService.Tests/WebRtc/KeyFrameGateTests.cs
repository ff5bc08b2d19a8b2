using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class KeyFrameGateTests
{
    private readonly KeyFrameGate _gate = new();

    [Fact]
    public void First_request_passes_at_once_and_a_thousand_more_pass_as_two_a_second()
    {
        int passed = 0;
        for (int ms = 0; ms < 1000; ms++)
        {
            _gate.Request();
            if (_gate.TryPass(TimeSpan.FromMilliseconds(ms))) passed++;
        }

        Assert.Equal(2, passed);
    }

    [Fact]
    public void Early_request_is_kept_until_its_time()
    {
        _gate.Request();
        Assert.True(_gate.TryPass(TimeSpan.Zero));
        _gate.Request();
        Assert.False(_gate.TryPass(TimeSpan.FromMilliseconds(499)));
        Assert.Equal(TimeSpan.FromMilliseconds(500), _gate.NextTimeout);

        Assert.True(_gate.TryPass(TimeSpan.FromMilliseconds(500)));
        Assert.Equal(TimeSpan.MaxValue, _gate.NextTimeout);
    }

    [Fact]
    public void Key_frame_that_comes_first_settles_the_request()
    {
        _gate.Request();
        Assert.True(_gate.TryPass(TimeSpan.Zero));
        _gate.Request();
        _gate.Arrived();

        Assert.False(_gate.TryPass(TimeSpan.FromSeconds(1)));
    }
}
