using System.Text.Json;
using Lookout.E2E.Harness.Media;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>
/// Receivers that share no code with ours decode the stream and get the key frame they ask for. Chromium's and the rest
/// of aiortc's tests are elsewhere.
/// </summary>
public sealed class InteropTests : ProductTest
{
    private const int Frames = 100;

    [Fact]
    public async Task GStreamers_webrtcbin_decodes_and_gets_the_key_frame_it_asks_for()
    {
        LookoutProcess lookout = await StartReadyAsync(Clock());
        await using PeerProcess peer = PeerProcess.WebRtcBin(lookout.Api.Url("/clock/whep"), Frames);
        AssertDecodedWithKeyFrame(await peer.EventAsync("done"));
    }

    [Fact]
    public async Task Werift_receives_and_gets_the_key_frame_it_asks_for()
    {
        LookoutProcess lookout = await StartReadyAsync(Clock());
        await using PeerProcess peer = PeerProcess.Werift(lookout.Api.Url("/clock/whep"), Frames);
        AssertDecodedWithKeyFrame(await peer.EventAsync("done"));
    }

    [Fact]
    public async Task Aiortc_decodes_and_gets_the_key_frame_it_asks_for()
    {
        LookoutProcess lookout = await StartReadyAsync(Clock());
        await using AiortcReceiver peer = AiortcReceiver.Decode(lookout.Api.Url("/clock/whep"), Frames);
        AssertDecodedWithKeyFrame(await peer.EventAsync("done"));
    }

    [Fact]
    public async Task H265_of_a_network_camera_reaches_webrtcbin_as_it_is_and_others_get_H264_made_of_it()
    {
        using RtspCamera camera = RtspCamera.Start("h265");
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("yard", camera.Uri));
        // The camera is asked for H.264 first, and its own rate is known a second after it has begun.
        await Poll.UntilAsync(async () => await lookout.Api.MetricsAsync() is { } metrics
            && metrics.Find("lookout_camera_rendition_bits_per_second{camera=\"yard\",rendition=\"original\"}") > 0, "the camera's own H.265");

        await using PeerProcess original = PeerProcess.WebRtcBin(lookout.Api.Url("/yard/whep"), Frames, "h265");
        await using PeerProcess made = PeerProcess.WebRtcBin(lookout.Api.Url("/yard/whep"), Frames, "h264");
        Assert.Contains("H265/90000", (await original.EventAsync("answer")).GetProperty("sdp").GetString(), StringComparison.Ordinal);
        foreach (PeerProcess peer in new[] { original, made })
        {
            JsonElement done = await peer.EventAsync("done");
            // Ten frames a second, and the last second once more for the one who asks.
            Assert.True(done.GetProperty("different").GetInt32() > Frames / 2, $"{done} shows a still picture");
            Assert.True(done.GetProperty("keyFrames").GetInt32() > done.GetProperty("keyFramesBeforeRequest").GetInt32(), $"{done} got no key frame");
        }
    }

    private static LookoutConfig Clock() => new LookoutConfig().With("clock", "test://clock?width=640&height=360&fps=30");

    private static void AssertDecodedWithKeyFrame(JsonElement done)
    {
        Assert.True(done.GetProperty("frames").GetInt32() >= Frames, $"{done}");
        // The clock counts on in every frame; a repeated picture would be one that was not decoded.
        Assert.True(done.GetProperty("different").GetInt32() > Frames - 10, $"{done} shows a still picture");
        Assert.True(done.GetProperty("keyFrames").GetInt32() > done.GetProperty("keyFramesBeforeRequest").GetInt32(), $"{done} got no key frame");
    }
}
