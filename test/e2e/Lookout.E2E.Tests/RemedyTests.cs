using System.Text.Json;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>A viewer whose media finds no way is told what to change, on the page and in the API.</summary>
public sealed class RemedyTests : ProductTest
{
    // A browser that may use relays only, and has none, sends nothing at all: as behind a tunnel that carries HTTP alone.
    private const string NoPath =
        "window.RTCPeerConnection = class extends RTCPeerConnection { constructor(options) { super({ ...options, iceTransportPolicy: 'relay' }); } };";

    [Fact]
    public async Task Page_shows_what_to_change_when_no_media_gets_through()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("clock", LookoutConfig.Clock));
        await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync();
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/clock"), script: NoPath);

        await Poll.UntilAsync(
            async () => (await page.CamerasAsync()).Any(camera => camera.Text.Contains("by the box's own address", StringComparison.Ordinal)),
            "the page says what to change");

        HttpAnswer answer = (await lookout.Api.GetAsync("/api/v1/webrtc/sessions"))!;
        using JsonDocument body = JsonDocument.Parse(answer.Body);
        Assert.Contains(body.RootElement.EnumerateArray(), session => session.GetProperty("state").GetString() == "failed");
    }
}
