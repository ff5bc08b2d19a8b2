using Lookout.CameraService.Cameras;
using Lookout.Configuration.Settings;
using Lookout.Link;

namespace Lookout.CameraService.Tests.Cameras;

public class CameraDirectoryTests
{
    private readonly CameraDirectory _cameras = new(
        [
            new CameraSettings("front", new V4l2Source("/dev/video0", null, null, null), 0, DetectSettings.All),
            new CameraSettings("yard", new FileSource("/y.mp4"), 0, DetectSettings.All),
            new CameraSettings("test", new TestSource("clock", 640, 480, 30), 0, DetectSettings.All),
        ],
        serverRestarts: 5);

    [Fact]
    public void Kind_is_known_before_camera_server_is() =>
        Assert.Equal([CameraKind.Camera, CameraKind.Clip, CameraKind.Synthetic], Enumerable.Range(0, 3).Select(i => _cameras[i].Kind));

    [Fact]
    public void Camera_is_offline_until_camera_server_says_otherwise()
    {
        Assert.Equal((CameraStatus.Offline, "camera-server is starting"), (_cameras[0].State.Status, _cameras[0].State.Reason));
        _cameras.Connect(HelloOf("front", "yard", "test"));
        _cameras.Update(Online(0, 1));
        Assert.Equal(CameraStatus.Online, _cameras[0].State.Status);
        _cameras.Disconnect();
        Assert.Equal((CameraStatus.Offline, "camera-server restarting", 0), (_cameras[0].State.Status, _cameras[0].State.Reason, _cameras[0].State.Fps));
    }

    [Fact]
    public void Same_instance_again_is_no_restart()
    {
        _cameras.Connect(HelloOf("front", "yard", "test"));
        _cameras.Disconnect();
        _cameras.Connect(HelloOf("front", "yard", "test"));
        Assert.Equal(5, _cameras.ServerRestarts);
        _cameras.Connect(HelloOf("front", "yard", "test") with { Instance = "b" });
        Assert.Equal(6, _cameras.ServerRestarts);
    }

    [Fact]
    public void Camera_server_with_other_cameras_is_not_used()
    {
        Assert.False(_cameras.Connect(HelloOf("yard", "front", "test")));
        Assert.False(_cameras.Connected);
        Assert.Equal("camera-server was started with other cameras", _cameras[1].State.Reason);
    }

    [Fact]
    public void Only_what_a_viewer_sees_is_a_change()
    {
        Assert.True(_cameras.Update(Online(0, 1)));
        Assert.False(_cameras.Update(Online(0, 2) with { Frames = 9, Fps = 12 }));
        Assert.True(_cameras.Update(Online(0, 2) with { Width = 320 }));
        RenditionState half = new(1, RenditionStatus.Running, "", VideoCodec.H264, 640, 360, 500_000, 600_000);
        Assert.True(_cameras.Update(Online(0, 2) with { Width = 320, Renditions = [half] }));
        Assert.False(_cameras.Update(Online(0, 2) with { Width = 320, Renditions = [half with { BitsPerSecond = 700_000 }] }));
        Assert.True(_cameras.Update(Online(0, 2) with { Width = 320, Renditions = [half with { Status = RenditionStatus.Refused, Reason = "no time" }] }));
        Assert.True(_cameras.Update(Online(0, 2) with { Status = CameraStatus.NoSignal, Reason = "dark" }));
    }

    [Fact]
    public void Newest_frame_decides_the_age_whoever_told_of_it()
    {
        _cameras.Update(Online(0, 100));
        _cameras.SawFrame(0, 300);
        _cameras.SawFrame(0, 200);
        Assert.Equal(50, _cameras[0].FrameAgeNs(350));
        _cameras.Update(Online(0, 340));
        Assert.Equal(10, _cameras[0].FrameAgeNs(350));
        Assert.Null(_cameras[1].FrameAgeNs(350));
    }

    [Fact]
    public void Frames_flow_while_the_newest_is_younger_than_two_seconds()
    {
        _cameras.Update(Online(0, 1_000_000_000));
        Assert.True(_cameras[0].Flows(2_999_999_999));
        Assert.False(_cameras[0].Flows(3_000_000_000));
        _cameras.Update(Online(0, 1_000_000_000) with { Status = CameraStatus.NoSignal });
        Assert.False(_cameras[0].Flows(1_000_000_001));
    }

    [Fact]
    public void Unknown_name_has_no_index()
    {
        Assert.Equal(2, _cameras.IndexOf("test"));
        Assert.Equal(-1, _cameras.IndexOf("Test"));
        Assert.Equal(-1, _cameras.IndexOf(""));
    }

    private static Hello HelloOf(params string[] names) => new(1, "n", "a", 1, [.. names.Select(n => new LinkCamera(n, CameraKind.Camera, false))]);

    private static CameraState Online(int camera, long lastFrameNs) => TestService.Online(camera, lastFrameNs);
}
