using Lookout.CameraService.WebRtc;
using Lookout.Link;
using RtpCodec = Lookout.Rtc.Rtp.VideoCodec;

namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>A camera that sends H.265, beside the H.264 that is made of it.</summary>
public sealed class OriginalTests : IDisposable
{
    private const int Size = 400;
    private const string Answered = "H265/90000";

    private readonly ServerFixture _fixture = new();
    private readonly MediaStream _original;

    public OriginalTests() => _original =
        _fixture.Server.AddStream(ServerFixture.Encoded, 0, passthrough: true, CameraFeeds.Original, 4_000_000, VideoCodec.H265);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Viewer_that_takes_H265_gets_it_as_it_is_and_no_encoder_is_woken()
    {
        using LoopbackViewer viewer = Watch(RenditionWish.Auto, RtpCodec.H264, RtpCodec.H265);
        Assert.Contains(Answered, viewer.Answer!.Sdp!, StringComparison.Ordinal);

        _fixture.Publish(_original, key: true);
        _fixture.Publish(_original, key: false, Size);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 2);

        Assert.Equal(48, viewer.Packets[0].Payload[0] >> 1);   // VPS, SPS and PPS together
        Assert.Equal(AccessUnits.H265Delta(Size)[4..], viewer.Packets[^1].Payload);
        Assert.All(viewer.Packets, p => Assert.Equal(116, p.Header.PayloadType));
        Assert.DoesNotContain("want front", _fixture.Requests.Calls);
        Assert.Equal((0, 1), (_fixture.Front.Viewers, _original.Viewers));
    }

    [Fact]
    public void Viewer_that_comes_late_gets_all_since_the_last_key_frame_and_again_when_it_has_lost_the_picture()
    {
        _fixture.Publish(_original, key: true);
        _fixture.Publish(_original, key: false);
        using LoopbackViewer viewer = Watch(RenditionWish.Auto, RtpCodec.H265);
        viewer.ReceiveUntil(() => KeyFrames(viewer) == 1 && viewer.Packets[^1].Header.Marker);

        viewer.AskForKeyFrame();
        ServerFixture.WaitUntil(() => _fixture.Server.Counters.KeyFrameRequestsReceived == 1);
        _fixture.Publish(_original, key: false);
        viewer.ReceiveUntil(() => KeyFrames(viewer) == 2);

        Assert.Equal(0, _fixture.Requests.KeyFrames);
    }

    [Fact]
    public void Viewer_without_H265_gets_what_is_made_of_it()
    {
        using LoopbackViewer viewer = Watch(RenditionWish.Auto, RtpCodec.H264);

        Assert.DoesNotContain(Answered, viewer.Answer!.Sdp!, StringComparison.Ordinal);
        ServerFixture.WaitUntil(() => _fixture.Requests.Calls.Contains("want front"));
    }

    [Fact]
    public void Wish_for_a_step_of_the_ladder_goes_before_the_original_where_the_viewer_takes_both()
    {
        Assert.DoesNotContain(Answered, Open(RenditionWish.Full, RtpCodec.H264, RtpCodec.H265).Sdp!, StringComparison.Ordinal);
        Assert.Contains(Answered, Open(RenditionWish.Full, RtpCodec.H265).Sdp!, StringComparison.Ordinal);
    }

    [Fact]
    public void Original_that_is_gone_is_not_offered_and_who_takes_nothing_else_is_told_so()
    {
        _original.BitsPerSecond = 0;

        Assert.DoesNotContain(Answered, Open(RenditionWish.Auto, RtpCodec.H264, RtpCodec.H265).Sdp!, StringComparison.Ordinal);
        Assert.Equal(406, Open(RenditionWish.Auto, RtpCodec.H265).Status);
    }

    private LoopbackViewer Watch(RenditionWish wish, params RtpCodec[] codecs) =>
        _fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(_fixture.Port) { Wish = wish, Decodes = codecs });

    private WhepAnswer Open(RenditionWish wish, params RtpCodec[] codecs)
    {
        using var viewer = new LoopbackViewer(_fixture.Port) { Wish = wish, Decodes = codecs };
        return viewer.Open(_fixture.Server, ServerFixture.Encoded);
    }

    private static int KeyFrames(LoopbackViewer viewer) => viewer.Packets.Count(p => p.Payload[0] >> 1 == 48);
}
