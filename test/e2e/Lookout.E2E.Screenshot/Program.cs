using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

// screenshot FILE: the wall of the published binary with the two demo clips, as a person sees it once both play, people have their skeletons and a face is boxed.
if (args is not [string file])
{
    Console.Error.WriteLine("usage: Lookout.E2E.Screenshot FILE.png");
    return 64;
}

LookoutConfig config = new LookoutConfig()
    .WithClip("demo-street", Repository.DemoStreet, faces: true, people: true)
    .WithClip("demo-face", Repository.DemoFace, faces: true, people: true);
await using LookoutProcess lookout = LookoutProcess.Start(config);
await lookout.ReadyAsync();

await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync();
await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/"), width: 1280, height: 620);
PresentedFrame first = await page.FirstFrameAsync("demo-face");
await page.FirstFrameAsync("demo-street");
// Three seconds fill the figures under the pictures.
await page.FrameAsync("demo-face", frame => frame.Now >= first.Now + 3000, "three seconds of video");
int drawn = (await page.PeopleAsync()).Length;
await Poll.UntilAsync(
    async () => (await page.PeopleAsync(drawn)).Any(people => people.Camera == "demo-street" && people.Poses >= 3), "three skeletons on demo-street");
double now = await page.NowAsync();
await page.OverlayAsync(overlay => overlay.Camera == "demo-face" && overlay.At > now && overlay.Boxes.Count > 0, "a box on demo-face");

await page.Page.ScreenshotAsync(new() { Path = file, FullPage = true });
Console.WriteLine(file);
return 0;
