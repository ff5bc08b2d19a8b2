using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;
using Microsoft.Playwright;

namespace Lookout.E2E.Tests;

/// <summary>What the user chooses to see of a camera is what is drawn, also after a reload.</summary>
public sealed class LayerTests(SharedBrowser browser) : ProductTest
{
    private const string Camera = "street";
    private static readonly string[] Layers = ["faces", "people", "poses", "names"];
    private static readonly TimeSpan OneRound = TimeSpan.FromSeconds(60);

    // Pixels of the overlay that are not wholly transparent.
    private const string Painted = """
        () => {
          const canvas = document.querySelector('lookout-app').shadowRoot.querySelector('lookout-camera').shadowRoot.querySelector('canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let painted = 0;
          for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) painted++;
          return painted;
        }
        """;

    [Fact]
    public async Task Each_layer_goes_with_its_switch_and_with_all_off_the_picture_is_bare()
    {
        await using ChromiumPage page = await OpenAsync();
        await Poll.UntilAsync(async () => (await page.PeopleAsync()).Any(one => one.Poses > 0), "a skeleton", OneRound);
        await Poll.UntilAsync(async () => await page.AskAsync<int>(Painted) > 0, "something on the canvas", OneRound);

        await ToggleAsync(page, "poses");
        await DrawnAsync(page, one => one.Ids.Count > 0, one => one.Poses == 0 && one.Labels.All(label => label.StartsWith('#')), "boxes with numbers and no skeleton");

        await ToggleAsync(page, "people");
        await DrawnAsync(page, one => one.Ids.Count > 0, one => one.Labels.All(label => label.Length == 0), "no number either, and recognition is off: no name");

        foreach (string layer in (string[])["faces", "names"]) await ToggleAsync(page, layer);
        int from = (await page.PeopleAsync()).Length;
        int frames = await FramesAsync(page);
        await Poll.UntilAsync(async () => await FramesAsync(page) > frames + 30, "30 frames more");
        Assert.Equal(from, (await page.PeopleAsync()).Length);
        Assert.Equal(0, await page.AskAsync<int>(Painted));

        foreach (string layer in Layers) await ToggleAsync(page, layer);
        await Poll.UntilAsync(async () => await page.AskAsync<int>(Painted) > 0, "the drawing again", OneRound);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Choice_survives_a_reload_and_is_of_one_camera()
    {
        await using ChromiumPage page = await OpenAsync();
        await ToggleAsync(page, "poses");
        await ToggleAsync(page, "names");
        await page.Page.ReloadAsync();
        await page.FirstFrameAsync(Camera);

        Assert.Equal("faces people", await ChoiceAsync(page, Camera));
        await DrawnAsync(page, one => one.Ids.Count > 0, one => one.Poses == 0, "people without skeletons");

        await page.Page.GotoAsync(new Uri(new Uri(page.Page.Url), "/").ToString());
        Assert.Equal("faces people", await ChoiceAsync(page, Camera));
        Assert.Equal("faces people poses names", await ChoiceAsync(page, "clock"));
        Assert.Empty(page.Errors);
    }

    private async Task<ChromiumPage> OpenAsync()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig()
            .WithClip(Camera, Repository.DemoStreet, faces: true, people: true).With("clock", LookoutConfig.Clock));
        ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        await page.FirstFrameAsync(Camera);
        return page;
    }

    private static ILocator Button(ChromiumPage page, string layer, string camera) =>
        page.Page.GetByRole(AriaRole.Button, new() { Name = $"Show {layer} on {camera}" });

    private static Task ToggleAsync(ChromiumPage page, string layer) => Button(page, layer, Camera).ClickAsync();

    /// <summary>The layers switched on, in the order of the buttons.</summary>
    private static async Task<string> ChoiceAsync(ChromiumPage page, string camera)
    {
        var on = new List<string>();
        foreach (string layer in Layers)
        {
            if (await Button(page, layer, camera).GetAttributeAsync("aria-pressed") == "true") on.Add(layer);
        }
        return string.Join(' ', on);
    }

    private static async Task<int> FramesAsync(ChromiumPage page) => (await page.FramesAsync(Camera)).Length;

    /// <summary>From now on: waits for some of the kind that matter, and holds all of that kind to a condition.</summary>
    private static async Task DrawnAsync(ChromiumPage page, Func<DrawnPeople, bool> matters, Func<DrawnPeople, bool> holds, string what)
    {
        int from = (await page.PeopleAsync()).Length;
        DrawnPeople[] drawn = [];
        await Poll.UntilAsync(async () => (drawn = [.. (await page.PeopleAsync(from)).Where(matters)]).Length >= 20, $"20 frames to see in them: {what}", OneRound);
        Assert.All(drawn, one => Assert.True(holds(one), $"{what}: {one.Poses} poses, labels '{string.Join("', '", one.Labels)}'"));
    }
}
