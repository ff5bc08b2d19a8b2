using System.Text.Json;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Media;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>A second receiver, written by others in another language, must agree with us on every layer.</summary>
public sealed class AiortcTests : ProductTest
{
    [Fact]
    public async Task Aiortc_decodes_the_clip_over_aes_cm_128_hmac_sha1_80()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().WithClip("movie", Repository.MovieHello));

        await using AiortcReceiver receiver = AiortcReceiver.Decode(lookout.Api.Url("/movie/whep"), frames: 90);
        Assert.Equal(201, (await receiver.EventAsync("answer")).GetProperty("status").GetInt32());
        JsonElement first = await receiver.EventAsync("first");
        JsonElement done = await receiver.EventAsync("done");

        Assert.Equal("SRTP_AES128_CM_SHA1_80", first.GetProperty("profile").GetString());
        Assert.Equal(90, done.GetProperty("frames").GetInt32());
        Assert.Equal((1280, 720), (done.GetProperty("width").GetInt32(), done.GetProperty("height").GetInt32()));
        Assert.True(done.GetProperty("different").GetInt32() > 30, $"{done} shows a still picture");
    }

    [Fact]
    public async Task Aiortc_decodes_what_our_own_encoder_makes()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("clock", "test://clock?width=640&height=360&fps=30"));

        await using AiortcReceiver receiver = AiortcReceiver.Decode(lookout.Api.Url("/clock/whep"), frames: 60);
        JsonElement done = await receiver.EventAsync("done");

        Assert.Equal((640, 360), (done.GetProperty("width").GetInt32(), done.GetProperty("height").GetInt32()));
        Assert.True(done.GetProperty("different").GetInt32() > 50, $"{done}: the clock stands");
    }
}
