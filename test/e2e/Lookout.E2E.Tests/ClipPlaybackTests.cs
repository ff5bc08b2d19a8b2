using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Media;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>movie-hello.mp4 as it is, from file to Chromium's screen: H.264 passed through untouched.</summary>
public sealed class ClipPlaybackTests(SharedBrowser browser) : ProductTest
{
    private const string Camera = "movie";
    private const double FramesPerSecond = 30;
    private const double TicksPerFrame = 90000 / FramesPerSecond;

    // A neighbour on the host may take the processors for seconds; a rate that is wrong by itself is so in every series.
    private const int Series = 3;

    // The inset with the man who turns his head (models.md C): the part of the screencast that moves.
    private static readonly PixelBox Inset = new(52, 84, 252, 188);

    [Fact]
    public async Task Clip_plays_ten_seconds_at_its_own_rate()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().WithClip(Camera, Repository.MovieHello));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        PresentedFrame joined = await page.FirstFrameAsync(Camera);
        Assert.Equal((1280, 720), (joined.Width, joined.Height));

        // The first second belongs to the join: the jitter buffer is still finding its delay.
        double from = joined.Now + 1000;
        var measured = new List<(double MediaTime, double Received)>();
        do
        {
            (PresentedFrame last, (double, double) rates) = await TenSecondsAsync(page, from);
            measured.Add(rates);
            from = last.Now;
        }
        while (!IsOwnRate(measured[^1]) && measured.Count < Series);
        Assert.True(IsOwnRate(measured[^1]), $"media time of wall time, received of sent frames: {string.Join("; ", measured)}");
    }

    // What Chromium presents of them is up to the machine's load; that each of them arrives in its time is up to us.
    private static bool IsOwnRate((double MediaTime, double Received) measured) =>
        measured is { MediaTime: >= 0.97 and <= 1.03, Received: >= 0.97 and <= 1.03 };

    private static async Task<(PresentedFrame Last, (double MediaTime, double Received) Rates)> TenSecondsAsync(ChromiumPage page, double from)
    {
        PresentedFrame first = await page.FrameAsync(Camera, frame => frame.Now >= from, "a frame to begin with");
        ReceivedFrames receivedFirst = await page.ReceivedAsync();
        PresentedFrame last = await page.FrameAsync(Camera, frame => frame.Now >= first.Now + 10_000, "a frame ten seconds later");
        double received = (await page.ReceivedAsync()).RateSince(receivedFirst) / FramesPerSecond;
        double wall = last.Display - first.Display;
        double rate = last.RtpMillisecondsSince(first) / wall;
        double presented = (last.Presented - first.Presented) * 1000 / (wall * FramesPerSecond);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"media time {rate:0.0000} of wall time; of {FramesPerSecond} frames a second {received:0.0000} received, {presented:0.0000} presented");
        return (last, (rate, received));
    }

    [Fact]
    public async Task Decoded_frame_is_the_source_frame_of_its_rtp_timestamp()
    {
        SourceFrames source = await SourceFrames.DecodeAsync(Repository.MovieHello, 1280, 720);
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().WithClip(Camera, Repository.MovieHello));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        await page.FirstFrameAsync(Camera);

        // Which moment of the clip the RTP clock stands for is not signalled: one frame is recognised by its picture, the
        // place of every other follows from its RTP time alone. The anchor lies early, so that the loop's seam is not crossed.
        (GrabbedFrame anchor, int anchorIndex) = await AnchorAsync(page, source);

        for (int grab = 0; grab < 6; grab++)
        {
            GrabbedFrame frame = await page.GrabAsync(Camera);
            int elapsed = (int)Math.Round(unchecked((int)(frame.Rtp - anchor.Rtp)) / TicksPerFrame);
            Luma expected = source[anchorIndex + elapsed];
            double whole = Psnr.Of(frame.Picture, expected), inset = Psnr.Of(frame.Picture, expected, Inset);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"frame {anchorIndex + elapsed}: {whole:0.0} dB, inset {inset:0.0} dB, most like {source.MostLike(frame.Picture).Index}");
            Assert.True(whole >= 28, $"{whole:0.0} dB");
            Assert.True(inset >= 28, $"{inset:0.0} dB where the picture moves");
        }
    }

    private static async Task<(GrabbedFrame Frame, int Index)> AnchorAsync(ChromiumPage page, SourceFrames source)
    {
        while (true)
        {
            GrabbedFrame frame = await page.GrabAsync(Camera);
            (int index, double likeness) = source.MostLike(frame.Picture);
            Assert.True(likeness >= 28, $"no source frame is like the presented one: {likeness:0.0} dB at best");
            if (index < source.Count / 4) return (frame, index);
        }
    }
}
