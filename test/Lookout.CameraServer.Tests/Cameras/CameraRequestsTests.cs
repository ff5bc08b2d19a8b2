using Lookout.CameraServer.Cameras;

namespace Lookout.CameraServer.Tests.Cameras;

public sealed class CameraRequestsTests
{
    [Fact]
    public void A_want_is_also_a_request_for_a_key_frame()
    {
        var requests = new CameraRequests { Wanted = true };
        Assert.True(requests.TakeKeyFrame());
        Assert.False(requests.TakeKeyFrame());
    }

    [Fact]
    public void Many_requests_are_one_key_frame()
    {
        var requests = new CameraRequests();
        var commands = new CameraCommands([new CameraRequests(), requests], stills: null);
        for (int i = 0; i < 16; i++) commands.KeyFrame(1);
        Assert.True(requests.TakeKeyFrame());
        Assert.False(requests.TakeKeyFrame());
    }

    [Fact]
    public void Renditions_that_do_not_exist_wake_no_encoder()
    {
        var requests = new CameraRequests();
        new CameraCommands([requests], stills: null).Want(0, 1, on: true);
        Assert.False(requests.Wanted);
    }
}
