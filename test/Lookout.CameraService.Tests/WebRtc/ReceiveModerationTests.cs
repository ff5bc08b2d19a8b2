using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class ReceiveModerationTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(33);

    private readonly ReceiveModeration _moderation = new();
    private TimeSpan _now = Start;

    [Fact]
    public void Datagrams_of_many_viewers_are_left_until_a_frame_wakes_the_loop()
    {
        Read(1);
        Read(10);

        Assert.True(IsHolding);
        for (int frame = 0; frame < 100; frame++)
        {
            Read(10);
            Assert.True(IsHolding);
        }
    }

    [Fact]
    public void Datagrams_of_one_viewer_are_never_waited_for()
    {
        for (int i = 0; i < 100; i++)
        {
            _now += TimeSpan.FromMilliseconds(50);
            _moderation.Received(_now, 1);
            Assert.False(IsHolding);
        }
    }

    [Fact]
    public void Wait_ends_by_itself_when_no_frame_comes()
    {
        Read(1);
        Read(10);
        _now += ReceiveModeration.Longest;

        Assert.False(IsHolding);
        _moderation.Received(_now, 0);
        Assert.False(IsHolding);
    }

    [Fact]
    public void Another_wake_that_finds_nothing_does_not_end_the_wait()
    {
        Read(1);
        Read(10);
        _now += TimeSpan.FromMilliseconds(1);
        _moderation.Received(_now, 0);

        Assert.True(IsHolding);
        _now += ReceiveModeration.Longest - TimeSpan.FromMilliseconds(1);
        Assert.False(IsHolding);
    }

    [Fact]
    public void While_somebody_misses_packets_nothing_waits()
    {
        Read(1);
        Read(10);
        _moderation.Missed(_now);
        Assert.False(IsHolding);

        for (; _now < Start + ReceiveModeration.RepairTime; Read(10)) Assert.False(IsHolding);
        Read(10);
        Read(10);
        Assert.True(IsHolding);
    }

    [Fact]
    public void Flood_is_not_left_in_the_kernels_buffer()
    {
        Read(10);
        Read(ReceiveModeration.Flood);

        Assert.False(IsHolding);
    }

    private bool IsHolding => _now < _moderation.ListenAt;

    // The next frame's wake finds so many.
    private void Read(int datagrams)
    {
        _now += Frame;
        _moderation.Received(_now, datagrams);
    }
}
