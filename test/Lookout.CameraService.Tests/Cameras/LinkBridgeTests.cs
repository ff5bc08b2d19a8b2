using Lookout.CameraService.Cameras;
using Lookout.CameraService.Identity;
using Lookout.CameraService.Live;
using Lookout.CameraService.Tests.WebRtc;
using Lookout.CameraService.WebRtc;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraService.Tests.Cameras;

public sealed class LinkBridgeTests : IDisposable
{
    private static readonly LookoutSettings Settings = new()
    {
        Http = new HttpSettings("127.0.0.1:0"),
        WebRtc = new WebRtcSettings("127.0.0.1:8555", []),
        Models = new ModelSettings("/nowhere"),
        Cameras =
        [
            new CameraSettings("front", new TestSource("clock", 640, 360, 30), 0, DetectSettings.None),
            new CameraSettings("yard", new FileSource("/media/yard.mp4"), 0, DetectSettings.None),
        ],
        RunDirectory = "/nowhere",
        DataDirectory = "/nowhere",
        WebRoot = "/nowhere",
    };

    private readonly CameraStreams _streams = new(2);
    private readonly WebRtcServer _viewers = new(Settings.WebRtc, new RecordedRequests(), NullLogger.Instance);
    private readonly Identities _identities;
    private readonly LinkBridge _bridge;

    public LinkBridgeTests()
    {
        var cameras = new CameraDirectory(Settings.Cameras, 0);
        _identities = new Identities(Settings, cameras, TimeProvider.System, NullLogger.Instance);
        _bridge = new LinkBridge(
            cameras, _streams, _viewers, new LiveFeed(cameras, _streams, TimeProvider.System), new DetectorMetrics(2), _identities, NullLogger.Instance);
        _bridge.Connected(new Hello(LinkProtocol.Version, "n", "first", 1,
        [
            new LinkCamera("front", CameraKind.Synthetic, Passthrough: false) { Renditions = [new(0, 2_000_000), new(1, 600_000)] },
            new LinkCamera("yard", CameraKind.Clip, Passthrough: true) { Renditions = [new(0, 0), new(2, 200_000)] },
        ]));
    }

    [Fact]
    public void Each_rendition_that_is_announced_is_a_stream_with_its_rate()
    {
        Assert.Equal([2_000_000, 600_000, null, null], Rates(0));
        Assert.Equal([0, null, 200_000, null], Rates(1));
        Assert.True(_streams[1, 0]!.IsPassthrough);
        Assert.False(_streams[1, 2]!.IsPassthrough);   // made here, so its key frames can be asked for
    }

    [Fact]
    public void A_rendition_that_is_refused_needs_what_nobody_has_until_it_is_back()
    {
        Tell(0, new RenditionState(1, RenditionStatus.Refused, "no time", VideoCodec.H264, 0, 0, 0, 600_000));
        Assert.Equal([2_000_000, 0, null, null], Rates(0));
        Tell(0, new RenditionState(1, RenditionStatus.Resting, "", VideoCodec.H264, 320, 180, 0, 150_000));
        Assert.Equal([2_000_000, 150_000, null, null], Rates(0));
    }

    [Fact]
    public void A_still_picture_needs_what_its_encoder_aims_at_and_a_camera_s_own_stream_what_was_measured_last()
    {
        Tell(0, new RenditionState(0, RenditionStatus.Running, "", VideoCodec.H264, 1280, 720, 90_000, 2_000_000));
        Assert.Equal(2_000_000, _streams[0, 0]!.BitsPerSecond);
        Tell(1, new RenditionState(0, RenditionStatus.Running, "", VideoCodec.H264, 1280, 720, 5_000_000, 0));
        Tell(1, new RenditionState(0, RenditionStatus.Running, "", VideoCodec.H264, 1280, 720, 0, 0));
        Assert.Equal(5_000_000, _streams[1, 0]!.BitsPerSecond);
    }

    [Fact]
    public void A_camera_s_own_H265_is_a_stream_once_a_state_tells_of_it_and_cannot_be_had_when_the_camera_is_set_to_H264()
    {
        RenditionState full = new(0, RenditionStatus.Resting, "", VideoCodec.H264, 1280, 720, 0, 2_000_000);
        RenditionState original = new(3, RenditionStatus.Running, "", VideoCodec.H265, 1280, 720, 4_000_000, 0);
        Tell(0, full, original);
        Assert.Equal(4_000_000, _streams[0, 3]!.BitsPerSecond);
        Assert.Equal((true, VideoCodec.H265), (_streams[0, 3]!.IsPassthrough, _streams[0, 3]!.Codec));
        _bridge.AccessUnit(new AccessUnitHeader(0, 3, true, 1, 1, VideoCodec.H265), AccessUnits.H265Key());
        Assert.Equal(1, _streams[0, 3]!.Queued);

        Tell(0);
        Assert.Equal(4_000_000, _streams[0, 3]!.BitsPerSecond);
        Tell(1, full, original);
        Assert.True(_streams[1, 0]!.MayRest, "an encoder runs though the camera's own is there");
        Tell(1, full);
        Assert.False(_streams[1, 0]!.MayRest);
        Tell(0, full);
        Assert.Equal(0, _streams[0, 3]!.BitsPerSecond);
    }

    [Fact]
    public void An_access_unit_of_a_rendition_that_was_not_announced_goes_nowhere()
    {
        _bridge.AccessUnit(new AccessUnitHeader(0, 2, true, 1, 1), [0, 0, 1, 0x65]);
        _bridge.AccessUnit(new AccessUnitHeader(0, 1, true, 1, 1), [0, 0, 1, 0x65]);
        Assert.Equal([0, 1], Enumerable.Range(0, 2).Select(rendition => _streams[0, rendition]!.Queued));
    }

    public void Dispose()
    {
        _viewers.Dispose();
        _identities.Dispose();
    }

    private void Tell(int camera, params RenditionState[] renditions) => _bridge.CameraState(TestService.Online(camera, 1) with { Renditions = renditions });

    private List<long?> Rates(int camera) => [.. Enumerable.Range(0, LinkProtocol.MaxRenditions).Select(rendition => _streams[camera, rendition]?.BitsPerSecond)];
}
