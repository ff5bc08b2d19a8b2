using System.Text.RegularExpressions;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;
using Microsoft.Playwright;

namespace Lookout.E2E.Tests;

/// <summary>From a stranger to a name and back, as a person does it: nothing but the page is used.</summary>
public sealed partial class EnrolmentTests(SharedBrowser browser) : ProductTest
{
    private const string Camera = "face";
    private const string Name = "Grace <b>Hopper</b>";

    // Recognition takes several looks, and a loaded machine looks rarely.
    private static readonly TimeSpan SomeRounds = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Man_of_the_clip_is_enrolled_named_on_his_box_and_erased()
    {
        LookoutProcess lookout = await StartAsync();
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/people"));
        await EnrolFromViewAsync(page);
        ILocator picture = page.Page.GetByAltText($"Picture 1 of {Name}");
        await Poll.UntilAsync(() => picture.EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 0"), "the sample's picture", SomeRounds);

        await page.Page.GotoAsync(lookout.Api.Url($"/{Camera}"));
        await NamedAsync(page, Name);

        await page.Page.GotoAsync(lookout.Api.Url("/people"));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = $"Erase: {Name}" }).ClickAsync();
        await page.Page.GetByLabel("Type the name to confirm").FillAsync(Name);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = $"{Name} is erased" }).WaitForAsync();
        string receipt = (await page.Page.Locator("dialog[open] dl").InnerTextAsync()).ReplaceLineEndings(" ");
        Assert.Matches(@"Likenesses\s+1\b", receipt);
        Assert.Matches(@"Keys\s+1\b", receipt);

        await page.Page.GotoAsync(lookout.Api.Url($"/{Camera}"));
        await Poll.UntilAsync(async () => (await page.PeopleAsync()).Length >= 60, "60 frames with people", SomeRounds);
        Assert.DoesNotContain(await page.PeopleAsync(), one => Has(one, Name));
        await page.Page.GotoAsync(lookout.Api.Url("/people"));
        await page.Page.GetByText("Nobody is enrolled.").WaitForAsync();
        Assert.Empty(await page.ViolationsAsync());
    }

    [Fact]
    public async Task Name_is_changed_and_taken_off_who_it_is_not()
    {
        const string Renamed = "Grace";
        LookoutProcess lookout = await StartAsync();
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/people"));
        await EnrolFromViewAsync(page);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = $"Rename: {Name}" }).ClickAsync();
        await page.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Renamed);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByText($"{Name} is now called {Renamed}.").WaitForAsync();
        // The button is there as long as the service gives the track that name.
        ILocator not = page.Page.GetByRole(AriaRole.Button, new() { Name = $"Not {Renamed}", Exact = true });
        await not.First.ClickAsync(new() { Timeout = (float)SomeRounds.TotalMilliseconds });
        await page.Page.GetByText(new Regex($"^Noted: #\\d+ on {Camera} is not {Renamed}\\.$")).WaitForAsync();
        await Poll.UntilAsync(async () => await not.CountAsync() == 0, "nobody in view has that name", SomeRounds);

        await page.Page.GotoAsync(lookout.Api.Url($"/{Camera}"));
        await Poll.UntilAsync(async () => (await page.PeopleAsync()).Length >= 60, "60 frames with people", SomeRounds);
        Assert.DoesNotContain(await page.PeopleAsync(), one => Has(one, Renamed));
        Assert.Empty(page.Errors);
    }

    private Task<LookoutProcess> StartAsync() =>
        StartReadyAsync(new LookoutConfig { Recognition = true }.WithClip(Camera, Repository.DemoFace, faces: true, people: true));

    private static Task NamedAsync(ChromiumPage page, string name) =>
        Poll.UntilAsync(async () => (await page.PeopleAsync()).Any(one => Has(one, name)), $"{name} on the box", SomeRounds);

    /// <summary>Points at the man in view, states his consent, and tries until his face was seen well enough.</summary>
    private static async Task EnrolFromViewAsync(ChromiumPage page)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { NameRegex = EnrolTrack() }).First.ClickAsync();
        await page.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Name);
        await page.Page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Page.GetByLabel("Given by").FillAsync("Grace Hopper");
        await page.Page.GetByLabel("Purpose").FillAsync("the test of the page");
        ILocator done = page.Page.GetByText($"{Name} is enrolled.");
        ILocator enrol = page.Page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Enrol", Exact = true });
        await Poll.UntilAsync(
            async () =>
            {
                if (await done.IsVisibleAsync()) return true;
                if (await enrol.IsVisibleAsync() && await enrol.IsEnabledAsync()) await enrol.ClickAsync();
                return false;
            },
            "the face is taken from the track", SomeRounds);
    }

    private static bool Has(DrawnPeople drawn, string name) => drawn.Labels.Any(label => label.Contains(name, StringComparison.Ordinal));

    [GeneratedRegex("^Enrol #")]
    private static partial Regex EnrolTrack();
}
