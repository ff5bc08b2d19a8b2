using System.Text.Json;
using Lookout.E2E.Harness.Media;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>Cameras published at WHIP endpoints that others have written (RFC 9725).</summary>
public sealed class WhipTests : ProductTest
{
    private const string Clock = "test://clock?width=640&height=360&fps=30";
    private const string Frames = "120";

    [Fact]
    public async Task Aiortc_decodes_what_is_published_and_gets_the_key_frame_it_asks_for()
    {
        await using WhipReceiver receiver = await WhipReceiver.AiortcAsync("--frames", Frames, "--token", "s3cret.token");
        string token = Path.Combine(TemporaryFolder(), "token");
        await File.WriteAllTextAsync(token, "s3cret.token\n", TestContext.Current.CancellationToken);
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("clock", Clock).Publish("clock", receiver.Url("/moved"), token));

        Assert.Equal("Bearer s3cret.token", (await receiver.EventAsync("post")).GetProperty("authorization").GetString());
        Assert.Equal("/whip", (await receiver.EventAsync("post")).GetProperty("path").GetString());
        JsonElement first = await receiver.EventAsync("first");
        Assert.Equal((640, 360), (first.GetProperty("width").GetInt32(), first.GetProperty("height").GetInt32()));
        JsonElement done = await receiver.EventAsync("done");
        Assert.Equal(120, done.GetProperty("frames").GetInt32());
        Assert.True(done.GetProperty("different").GetInt32() > 100, $"{done}: the clock stands");
        Assert.True(done.GetProperty("keysAfterAsking").GetInt32() >= 1, $"{done}: no key frame came");
        Assert.Equal("publishing", await StateAsync(lookout));

        await lookout.TerminateAsync();
        Assert.Equal("/whip/session/1", (await receiver.EventAsync("delete")).GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("full and DTLS client")]
    [InlineData("full and DTLS server", "-passive")]
    [InlineData("lite and DTLS server", "-passive", "-lite")]
    public async Task Pion_receives_what_is_published_in_either_dtls_role(string endpoint, params string[] roles)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"the endpoint is {endpoint}");
        await using WhipReceiver receiver = await WhipReceiver.PionAsync(["-frames", Frames, .. roles]);
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("clock", Clock).Publish("clock", receiver.Url("/whip")));

        JsonElement done = await receiver.EventAsync("done");

        Assert.Equal(120, done.GetProperty("frames").GetInt32());
        Assert.True(done.GetProperty("keysAfterAsking").GetInt32() >= 1, $"{done}: no key frame came");
        await lookout.TerminateAsync();
        Assert.Equal("DELETE", (await receiver.EventAsync("delete")).GetProperty("method").GetString());
    }

    [Fact]
    public async Task Endpoint_that_comes_late_and_busy_is_published_to_all_the_same()
    {
        await using WhipReceiver receiver = await WhipReceiver.AiortcAsync("--frames", "30");
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("clock", Clock).Publish("clock", receiver.Url("/busy")));

        Assert.Equal("/busy", (await receiver.EventAsync("post")).GetProperty("path").GetString());
        Assert.Equal(30, (await receiver.EventAsync("done")).GetProperty("frames").GetInt32());
        Metrics metrics = (await lookout.Api.MetricsAsync())!;
        Assert.Equal(2, metrics["lookout_whip_attempts_total{camera=\"clock\",endpoint=\"0\"}"]);
    }

    private static async Task<string?> StateAsync(LookoutProcess lookout)
    {
        HttpAnswer answer = (await lookout.Api.GetAsync("/api/v1/webrtc/publications"))!;
        using JsonDocument body = JsonDocument.Parse(answer.Body);
        return body.RootElement.EnumerateArray().Single().GetProperty("state").GetString();
    }
}
