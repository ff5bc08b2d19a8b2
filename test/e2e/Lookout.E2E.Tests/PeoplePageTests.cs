using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;
using Microsoft.Playwright;

namespace Lookout.E2E.Tests;

/// <summary>The view of who is known, as a person sees it and as the keyboard reaches it.</summary>
public sealed class PeoplePageTests(SharedBrowser browser) : ProductTest
{
    // Each would set window.hit if any of it were taken for more than text.
    private static readonly string[] HostileNames =
    [
        "<img src=x onerror=window.hit=1>",
        "<script>window.hit=1</script>",
        "\"><svg onload=window.hit=1>",
        "' autofocus onfocus=window.hit=1 x='",
        "</style></h3><iframe srcdoc=\"<script>parent.hit=1</script>\">",
        "javascript:window.hit=1",
        "${window.hit=1} {{constructor.constructor('window.hit=1')()}}",
        "<!--lit--><?lit$ ?>\"",
        "\u202egnihton",
    ];

    [Fact]
    public async Task Says_that_recognition_is_off_and_how_to_switch_it_on()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("clock", LookoutConfig.Clock));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/"));
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();

        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "Recognition is off" }).WaitForAsync();
        await page.Page.GetByText("face_recognition: { enabled: true }").WaitForAsync();
        Assert.Equal(0, await page.Page.GetByRole(AriaRole.Button, new() { Name = "Enrol" }).CountAsync());
        Assert.Equal("People · Lookout", await page.Page.TitleAsync());
        Assert.Empty(await page.ViolationsAsync());
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Who_was_enrolled_before_it_was_switched_off_can_still_be_erased()
    {
        var service = new CannedPeople(["Ada"], on: false);
        await using ChromiumPage page = await OpenAsync(service);
        await page.Page.GetByText("Those who were enrolled before are kept until you erase them.").WaitForAsync();
        Assert.Equal(0, await page.Page.GetByRole(AriaRole.Button, new() { Name = "Enrol" }).CountAsync());
        Assert.True(await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add picture: Ada" }).IsDisabledAsync());

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Erase: Ada" }).ClickAsync();
        await page.Page.Keyboard.TypeAsync("Ada");
        await page.Page.Keyboard.PressAsync("Enter");
        await Poll.UntilAsync(() => Task.FromResult(service.Requests.Count > 0), "the erasure");
        Assert.Equal("DELETE /api/v1/people/k3j9x0ab12cd3400", service.Requests[^1]);
        Assert.Empty(await page.ViolationsAsync());
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Names_are_text_whatever_they_hold()
    {
        await using ChromiumPage page = await OpenAsync(new CannedPeople(HostileNames));
        ILocator people = page.Page.GetByRole(AriaRole.Listitem);
        await people.Nth(HostileNames.Length - 1).WaitForAsync();
        Assert.Equal(HostileNames, (await people.GetByRole(AriaRole.Heading).AllTextContentsAsync()).Select(text => text.Trim()));

        (string Button, string Heading)[] dialogs = [("erase", "Erase"), ("merge", "Merge into"), ("pictures", "Pictures of"), ("consent", "Consent of")];
        foreach ((int i, string name) in HostileNames.Index())
        {
            foreach ((string button, string heading) in dialogs)
            {
                await people.Nth(i).Locator($"button.{button}").ClickAsync();
                Assert.Equal($"{heading} {name}", (await page.Page.Locator("dialog[open] h2").TextContentAsync())?.Trim());
                await page.Page.Keyboard.PressAsync("Escape");
                Assert.Equal(0, await page.Page.Locator("dialog[open]").CountAsync());
            }
        }

        Assert.False(await page.AskAsync<bool>("() => 'hit' in window"));
        Assert.Equal(0, await page.Page.Locator("lookout-people :is(script, iframe, svg[onload], [onerror], [onfocus])").CountAsync());
        Assert.Empty(await page.ViolationsAsync());
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Refused_picture_is_told_in_the_services_words_and_giving_up_leaves_nobody()
    {
        var service = new CannedPeople([]);
        await using ChromiumPage page = await OpenAsync(service);
        ILocator enrol = page.Page.GetByRole(AriaRole.Button, new() { Name = "Enrol a person" });
        await enrol.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        // The focus is in the first field; the rest is reached by the keyboard alone, but for the browser's own file chooser.
        await page.Page.GetByLabel("From a file").SetInputFilesAsync(Path.Combine(Repository.Root, "docs/page.png"));
        await page.Page.Keyboard.TypeAsync("Ada");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Empty(service.Requests); // without consent nothing is asked
        await page.Page.GetByRole(AriaRole.Checkbox).FocusAsync();
        await page.Page.Keyboard.PressAsync("Space");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.TypeAsync("Ada");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.TypeAsync("the door");
        await page.Page.Keyboard.PressAsync("Enter");

        ILocator alert = page.Page.Locator("dialog[open]").GetByRole(AriaRole.Alert);
        await Poll.UntilAsync(async () => await alert.TextContentAsync() == CannedPeople.Refusal, "the refusal as the service words it");
        Assert.Equal(["POST /api/v1/people application/json", "POST /api/v1/people/k3j9x0ab12cd3400/samples image/jpeg"], service.Requests);

        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.GetByText("Ada was not enrolled.").WaitForAsync();
        Assert.Equal("DELETE /api/v1/people/k3j9x0ab12cd3400", service.Requests[^1]);
        Assert.True(await enrol.EvaluateAsync<bool>("button => button.getRootNode().activeElement === button"), "the focus is back on the button");
        Assert.Empty(await page.ViolationsAsync());
    }

    [Fact]
    public async Task Face_taken_for_somebody_elses_is_added_only_when_that_is_said_again()
    {
        var service = new CannedPeople(["Ada"], refusal: 409);
        await using ChromiumPage page = await OpenAsync(service);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add picture: Ada" }).ClickAsync();
        ILocator file = page.Page.GetByLabel("From a file");
        await file.SetInputFilesAsync(Path.Combine(Repository.Root, "docs/page.png"));
        ILocator add = page.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true });
        await add.ClickAsync();
        ILocator insist = page.Page.GetByRole(AriaRole.Button, new() { Name = "Add all the same" });
        await insist.WaitForAsync();

        byte[] picture = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "docs/page.png"), TestContext.Current.CancellationToken);
        await file.SetInputFilesAsync(new FilePayload { Name = "other.png", MimeType = "image/png", Buffer = picture });
        await add.ClickAsync(); // another picture is asked about anew
        await insist.ClickAsync();
        await page.Page.GetByText("A picture of Ada was added.").WaitForAsync();
        const string Request = "POST /api/v1/people/k3j9x0ab12cd3400/samples";
        Assert.Equal([$"{Request} image/jpeg", $"{Request} image/jpeg", $"{Request}?force=true image/jpeg"], service.Requests);
    }

    [Fact]
    public async Task Erasing_wants_the_name_and_gives_a_receipt()
    {
        var service = new CannedPeople(["Ada"]);
        await using ChromiumPage page = await OpenAsync(service);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Erase: Ada" }).ClickAsync();

        await page.Page.Keyboard.TypeAsync("Eve");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByText("That is not the name. Nothing was erased.").WaitForAsync();
        Assert.Empty(service.Requests);

        await page.Page.Keyboard.PressAsync("Control+a");
        await page.Page.Keyboard.TypeAsync("Ada");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "Ada is erased" }).WaitForAsync();
        Assert.Equal(["DELETE /api/v1/people/k3j9x0ab12cd3400"], service.Requests);
        Assert.Contains("r1", await page.Page.Locator("dialog[open] dl").TextContentAsync(), StringComparison.Ordinal);
        await page.Page.Keyboard.PressAsync("Enter"); // the focus is on Close
        await page.Page.GetByText("Ada is erased.").WaitForAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Fits_a_phone_with_the_longest_names()
    {
        const int Width = 360;
        await using ChromiumPage page = await OpenAsync(new CannedPeople([new string('W', 100), "Maximiliane von Hohenlohe-Langenburg"]), Width);
        await page.Page.GetByRole(AriaRole.Listitem).Nth(1).WaitForAsync();
        Assert.Equal(Width, await page.AskAsync<int>("() => document.documentElement.scrollWidth"));

        foreach (string button in (string[])["picture", "pictures", "name", "consent", "merge", "erase"])
        {
            await page.Page.GetByRole(AriaRole.Listitem).First.Locator($"button.{button}").ClickAsync();
            ILocator dialog = page.Page.Locator("dialog[open]");
            LocatorBoundingBoxResult box = (await dialog.BoundingBoxAsync())!;
            Assert.True(box.X >= 0 && box.X + box.Width <= Width, $"{button}: {box.X} to {box.X + box.Width}");
            Assert.True(await dialog.EvaluateAsync<bool>("dialog => dialog.scrollWidth <= dialog.clientWidth"), $"{button} scrolls sideways");
            await page.Page.Keyboard.PressAsync("Escape");
        }
        Assert.Empty(page.Errors);
    }

    private async Task<ChromiumPage> OpenAsync(CannedPeople service, int width = 1280)
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With("clock", LookoutConfig.Clock));
        ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/"), width);
        await service.InstallAsync(page);
        await page.Page.GotoAsync(lookout.Api.Url("/people"));
        return page;
    }
}
