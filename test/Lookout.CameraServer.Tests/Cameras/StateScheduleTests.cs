using Lookout.CameraServer.Cameras;
using Lookout.Link;

namespace Lookout.CameraServer.Tests.Cameras;

public sealed class StateScheduleTests
{
    private const long Second = 1_000_000_000;
    private readonly StateSchedule _schedule = new();

    [Fact]
    public void A_state_is_published_at_first_on_change_and_then_each_second()
    {
        Assert.True(_schedule.IsDue(CameraStatus.Offline, "", 1));
        Assert.False(_schedule.IsDue(CameraStatus.Offline, "", Second));
        Assert.True(_schedule.IsDue(CameraStatus.Offline, "busy", Second));
        Assert.True(_schedule.IsDue(CameraStatus.Online, "", Second));
        Assert.False(_schedule.IsDue(CameraStatus.Online, "", 2 * Second - 1));
        Assert.True(_schedule.IsDue(CameraStatus.Online, "", 2 * Second));
    }
}
