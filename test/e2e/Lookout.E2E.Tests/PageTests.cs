using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>The wall as a person sees it.</summary>
public sealed class PageTests(SharedBrowser browser) : ProductTest
{
    private const string Published =
        "() => document.querySelector('lookout-app').shadowRoot.querySelector('lookout-publications').shadowRoot.textContent.replace(/\\s+/g, ' ')";

    [Fact]
    public async Task Wall_shows_every_camera_and_what_it_is()
    {
        LookoutProcess lookout = Start(new LookoutConfig()
            .WithClip("movie", Repository.MovieHello)
            .With("clock", "test://clock?width=640&height=360&fps=30")
            .WithClip("lost", "/nowhere/lost.mp4"));
        await lookout.AnswersAsync();
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/"));
        await page.FirstFrameAsync("movie");
        await page.FirstFrameAsync("clock");
        await lookout.CameraAsync("lost", "offline");

        await SaysAsync(page, "movie", "clip");
        await SaysAsync(page, "clock", "synthetic");
        await SaysAsync(page, "lost", "offline");
        await SaysAsync(page, "lost", "lost.mp4");
        Assert.Equal(["movie", "clock", "lost"], (await page.CamerasAsync()).Select(camera => camera.Name));

        Assert.Empty(await page.ViolationsAsync());
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Page_of_one_camera_shows_only_that_one()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig()
            .With("left", LookoutConfig.Clock).With("right", LookoutConfig.Clock));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/right"));
        await page.FirstFrameAsync("right");
        Assert.Equal("right", Assert.Single(await page.CamerasAsync()).Name);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Wall_says_where_a_camera_is_published_and_why_it_is_not_yet_and_keeps_the_key_in_the_address()
    {
        int nobody = FreePort.Next();
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("clock", LookoutConfig.Clock).Publish("clock", $"http://127.0.0.1:{nobody}/whip/s3cret"));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/"));
        string text = "";
        await Poll.UntilAsync(
            async () => (text = await page.AskAsync<string>(Published)).Contains("The endpoint cannot be reached", StringComparison.Ordinal),
            "the page tells of the publication");
        Assert.Contains($"clock at 127.0.0.1:{nobody}: Not publishing", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        Assert.Empty(await page.ViolationsAsync());
    }

    private static Task SaysAsync(ChromiumPage page, string camera, string text) => Poll.UntilAsync(
        async () => (await page.CamerasAsync()).Any(one => one.Name == camera && one.Text.Contains(text, StringComparison.OrdinalIgnoreCase)),
        $"the page says '{text}' of {camera}");
}
