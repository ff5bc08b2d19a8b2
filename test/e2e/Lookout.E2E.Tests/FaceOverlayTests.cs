using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Media;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>Boxes on the very frame they belong to, all the way from the clip to the page.</summary>
public sealed class FaceOverlayTests(SharedBrowser browser) : ProductTest
{
    private const string Camera = "face";

    // Some analyses are skipped on a loaded machine: the clip comes round again every 8.3 s.
    private static readonly TimeSpan FourRounds = TimeSpan.FromSeconds(34);

    [Fact]
    public async Task Boxes_lie_on_the_face_at_three_moments_fixed_by_hand()
    {
        FacePositions truth = FacePositions.Read();
        SourceFrames source = await SourceFrames.DecodeAsync(Repository.DemoFace, 1280, 720);
        await using ChromiumPage page = await OpenAsync();

        GrabbedFrame anchor = await page.GrabAsync(Camera);
        (int anchorIndex, double likeness) = source.MostLike(anchor.Picture);
        Assert.True(likeness >= 28, $"no source frame is like the presented one: {likeness:0.0} dB at best");
        double ticksPerFrame = 90000.0 / truth.FramesPerSecond;
        int FrameOf(uint rtp) => (((anchorIndex + (int)Math.Round(unchecked((int)(rtp - anchor.Rtp)) / ticksPerFrame)) % source.Count) + source.Count) % source.Count;

        foreach (FacePosition moment in truth.Positions)
        {
            // Ten analyses a second of fifteen frames: which of two neighbours is analysed differs from round to round.
            DrawnOverlay drawn = await page.OverlayAsync(
                overlay => Math.Abs(FrameOf(overlay.Rtp) - moment.Frame) <= 1,
                $"an overlay of frame {moment.Frame} or its neighbour",
                FourRounds);
            Box face = Assert.Single(drawn.Faces);
            double overlap = face.Iou(moment.Face);
            TestContext.Current.TestOutputHelper?.WriteLine($"frame {moment.Frame}: IoU {overlap:0.00}, {face} for {moment.Face}");
            Assert.True(overlap >= 0.5, $"IoU {overlap:0.00} on frame {moment.Frame}: {face} for {moment.Face}");
        }
    }

    [Fact]
    public async Task Every_overlay_is_of_the_presented_frame_or_says_how_old_it_is()
    {
        await using ChromiumPage page = await OpenAsync();
        DrawnOverlay[] overlays = [];
        await Poll.UntilAsync(async () => (overlays = await page.OverlaysAsync()).Length >= 100, "100 overlays");

        Assert.All(overlays, overlay =>
        {
            Assert.Equal(overlay.Rtp == overlay.Presented, overlay.Exact);
            Assert.InRange(overlay.AgeMs, overlay.RtpAgeMs - 0.1, overlay.RtpAgeMs + 0.1);
            Assert.True(overlay.AgeMs >= 0, "an overlay from the future");
        });
        int exact = overlays.Count(overlay => overlay.Exact);
        TestContext.Current.TestOutputHelper?.WriteLine($"{exact} of {overlays.Length} overlays are of the presented frame itself");
        Assert.True(exact > 0, "no overlay was of the frame presented");
    }

    private async Task<ChromiumPage> OpenAsync()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().WithClip(Camera, Repository.DemoFace, faces: true));
        ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        await page.FirstFrameAsync(Camera);
        return page;
    }
}
