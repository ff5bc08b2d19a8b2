using Lookout.CameraServer.Cameras;

namespace Lookout.CameraServer.Tests.Cameras;

public sealed class CameraRequestsTests
{
    [Fact]
    public void A_want_is_also_a_request_for_a_key_frame()
    {
        var requests = new CameraRequests();
        requests.Want(0, on: true);
        Assert.True(requests.TakeKeyFrame(0));
        Assert.False(requests.TakeKeyFrame(0));
    }

    [Fact]
    public void Many_requests_are_one_key_frame_of_that_camera_and_rendition()
    {
        var requests = new CameraRequests();
        var commands = new CameraCommands([new CameraRequests(), requests], stills: null);
        for (int i = 0; i < 16; i++) commands.KeyFrame(1, 2);
        Assert.False(requests.TakeKeyFrame(0));
        Assert.True(requests.TakeKeyFrame(2));
        Assert.False(requests.TakeKeyFrame(2));
    }

    [Fact]
    public void Each_rendition_is_wanted_for_itself()
    {
        var requests = new CameraRequests();
        var commands = new CameraCommands([requests], stills: null);
        commands.Want(0, 1, on: true);
        Assert.Equal([false, true, false, false], Enumerable.Range(0, 4).Select(requests.IsWanted));
        commands.Want(0, 1, on: false);
        Assert.False(requests.IsWanted(1));
    }
}
