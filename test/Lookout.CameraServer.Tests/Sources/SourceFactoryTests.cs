using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;

namespace Lookout.CameraServer.Tests.Sources;

public sealed class SourceFactoryTests
{
    public static TheoryData<CameraSource, int, bool> Cameras => new()
    {
        { new FileSource("/a.mp4"), 0, true },
        { new FileSource("/a.mp4"), 90, false },
        { new RtspSource("rtsp://h/s"), 0, true },
        { new RtspSource("rtsp://h/s"), 180, false },
        { new V4l2Source("/dev/video0", null, null, null), 0, false },
        { new TestSource("clock", 320, 240, 30), 0, false },
    };

    [Theory]
    [MemberData(nameof(Cameras))]
    public void Only_upright_files_and_network_cameras_pass_through(CameraSource source, int rotate, bool passthrough) =>
        Assert.Equal(passthrough, SourceFactory.IsPassthrough(new CameraSettings("a", source, rotate, DetectSettings.None)));
}
