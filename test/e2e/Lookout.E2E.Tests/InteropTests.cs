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

    private static LookoutConfig Clock() => new LookoutConfig().With("clock", "test://clock?width=640&height=360&fps=30");

    private static void AssertDecodedWithKeyFrame(JsonElement done)
    {
        Assert.True(done.GetProperty("frames").GetInt32() >= Frames, $"{done}");
        // The clock counts on in every frame; a repeated picture would be one that was not decoded.
        Assert.True(done.GetProperty("different").GetInt32() > Frames - 10, $"{done} shows a still picture");
        Assert.True(done.GetProperty("keyFrames").GetInt32() > done.GetProperty("keyFramesBeforeRequest").GetInt32(), $"{done} got no key frame");
    }
}
