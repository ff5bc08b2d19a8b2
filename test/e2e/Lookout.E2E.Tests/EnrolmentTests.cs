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
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig { Recognition = true }
            .WithClip(Camera, Repository.DemoFace, faces: true, people: true));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/people"));

        await EnrolFromViewAsync(page);
        ILocator picture = page.Page.GetByAltText($"Picture 1 of {Name}");
        await Poll.UntilAsync(() => picture.EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 0"), "the sample's picture", SomeRounds);

        await page.Page.GotoAsync(lookout.Api.Url($"/{Camera}"));
        await Poll.UntilAsync(async () => (await page.PeopleAsync()).Any(IsNamed), "the name on the box", SomeRounds);

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
        Assert.DoesNotContain(await page.PeopleAsync(), IsNamed);
        await page.Page.GotoAsync(lookout.Api.Url("/people"));
        await page.Page.GetByText("Nobody is enrolled.").WaitForAsync();
        Assert.Empty(await page.ViolationsAsync());
    }

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

    private static bool IsNamed(DrawnPeople drawn) => drawn.Labels.Any(label => label.Contains(Name, StringComparison.Ordinal));

    [GeneratedRegex("^Enrol #")]
    private static partial Regex EnrolTrack();
}
