using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>Without a usable model there is video without faces, and one line that says why.</summary>
public sealed class ModelFaultTests(SharedBrowser browser) : ProductTest
{
    [Fact]
    public async Task Missing_model_leaves_the_video_and_says_so()
    {
        await VideoWithoutFacesAsync(TemporaryFolder());
    }

    [Fact]
    public async Task Corrupt_model_leaves_the_video_and_says_so()
    {
        string folder = TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(Repository.Models))
        {
            string copy = Path.Combine(folder, Path.GetFileName(file));
            File.Copy(file, copy);
            if (!copy.EndsWith(".onnx", StringComparison.Ordinal)) continue;
            byte[] model = await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken);
            Noise.Bytes(1000).CopyTo(model, model.Length / 2);
            await File.WriteAllBytesAsync(copy, model, TestContext.Current.CancellationToken);
        }

        await VideoWithoutFacesAsync(folder);
    }

    private async Task VideoWithoutFacesAsync(string models)
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig { Models = models }
            .WithClip("face", Repository.DemoFace, faces: true)
            .With(Bystander.Name, LookoutConfig.Clock));
        Bystander bystander = await Bystander.OfAsync(lookout);
        await Poll.UntilAsync(() => lookout.Log.Contains("face_detection_back"), "the log names the model that cannot be used");

        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/face"));
        PresentedFrame first = await page.FirstFrameAsync("face");
        await page.FrameAsync("face", frame => frame.Presented >= first.Presented + 30, "30 more frames of the camera without a model");
        Assert.All(await page.OverlaysAsync(), overlay => Assert.Empty(overlay.Faces));
        await bystander.UnharmedAsync();
    }
}
