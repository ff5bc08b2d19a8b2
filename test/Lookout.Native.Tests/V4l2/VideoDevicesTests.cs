using Lookout.Native.V4l2;

namespace Lookout.Native.Tests.V4l2;

public sealed class VideoDevicesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lookout-v4l2-").FullName;

    [Fact]
    public void Nodes_are_listed_in_their_order_with_their_stable_path()
    {
        string sys = Make("sys"), dev = Make("dev"), byId = Make("dev/v4l/by-id");
        foreach (string name in (string[])["video10", "video2", "v4l-subdev0", "radio0", "videox"]) Directory.CreateDirectory(Path.Combine(sys, name));
        File.WriteAllText(Path.Combine(dev, "video2"), "");
        File.CreateSymbolicLink(Path.Combine(byId, "usb-Cam-video-index0"), "../../video2");
        IReadOnlyList<VideoDevice> devices = VideoDevices.List(sys, dev);
        Assert.Equal([Path.Combine(dev, "video2"), Path.Combine(dev, "video10")], devices.Select(device => device.Node));
        Assert.Equal(Path.Combine(byId, "usb-Cam-video-index0"), devices[0].StablePath);
        Assert.Null(devices[1].StablePath);
        // A plain file answers no ioctl and an absent node cannot be opened: neither captures, each says why.
        Assert.All(devices, device => Assert.False(device.CanCapture));
        Assert.All(devices, device => Assert.NotEmpty(device.Problem!));
        Assert.All(devices, device => Assert.False(device.IsDenied));
    }

    [Fact]
    public void Machine_without_video_has_no_devices() => Assert.Empty(VideoDevices.List(Path.Combine(_root, "none"), _root));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Make(string path) => Directory.CreateDirectory(Path.Combine(_root, path)).FullName;
}
