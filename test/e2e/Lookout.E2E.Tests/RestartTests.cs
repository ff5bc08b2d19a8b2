using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>
/// A worker dies on the spot, five times, while one Chromium page watches. Between two deaths it is up for longer than the two
/// seconds after which the supervisor no longer doubles its back-off.
/// </summary>
public sealed class RestartTests(SharedBrowser browser) : ProductTest
{
    private const string Camera = "clock";
    private const int Deaths = 5;
    private const double UpBetweenDeathsMs = 3000;

    // A neighbour on the host may take the processors for half a minute; what is too slow by itself is so in every series.
    private const int Series = 3;

    [Fact]
    public async Task Same_peer_connection_shows_new_frames_within_three_seconds_of_camera_servers_death()
    {
        await MedianWithinAsync(3000, "camera-server", async (page, last) =>
        {
            // Nothing is captured while the server is away: the first frame of the new one lies behind a gap in RTP time.
            PresentedFrame? previous = null;
            PresentedFrame fresh = await page.FrameAsync(
                Camera,
                frame =>
                {
                    bool gap = previous is not null && frame.Now > last.Now && frame.RtpMillisecondsSince(previous) > 150;
                    previous = frame;
                    return gap;
                },
                "a frame captured by the new camera-server");
            PeerReport peer = Assert.Single(await page.PeersAsync());
            Assert.Equal("connected", peer.State);
            return fresh;
        });
    }

    [Fact]
    public async Task Page_is_back_within_two_seconds_of_camera_services_death()
    {
        await MedianWithinAsync(2000, "camera-service", async (page, last) =>
        {
            double connected = 0;
            await Poll.UntilAsync(
                async () => (connected = (await page.PeersAsync())[^1].Connected ?? 0) > last.Now,
                "the page made a new peer connection by itself");
            return await page.FrameAsync(Camera, frame => frame.Now > connected, "a frame over the new peer connection");
        });
    }

    private async Task MedianWithinAsync(double limitMs, string worker, Func<ChromiumPage, PresentedFrame, Task<PresentedFrame>> recovery)
    {
        var medians = new List<double>();
        do medians.Add(Median(await MeasureAsync(worker, recovery)));
        while (medians[^1] > limitMs && medians.Count < Series);
        Assert.True(medians[^1] <= limitMs, $"medians of {medians.Count} series: {string.Join(", ", medians.Select(one => $"{one:0}"))} ms");
    }

    private async Task<double[]> MeasureAsync(string worker, Func<ChromiumPage, PresentedFrame, Task<PresentedFrame>> recovery)
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With(Camera, "test://clock?width=640&height=360&fps=30"));
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url($"/{Camera}"));
        PresentedFrame fresh = await page.FirstFrameAsync(Camera);
        string other = worker == "camera-server" ? "camera-service" : "camera-server";
        int untouched = await lookout.WorkerAsync(other);

        var took = new double[Deaths];
        for (int death = 0; death < Deaths; death++)
        {
            PresentedFrame last = await page.FrameAsync(Camera, frame => frame.Now >= fresh.Now + UpBetweenDeathsMs, "three seconds of video");
            int victim = await lookout.WorkerAsync(worker);
            double killed = await page.NowAsync();
            Signals.Kill(victim);
            fresh = await recovery(page, last);
            took[death] = fresh.Now - killed;

            Assert.NotEqual(victim, await lookout.WorkerAsync(worker, not: victim));
            await Poll.UntilAsync(
                async () => await lookout.Api.MetricsAsync() is { } metrics && metrics.Restarts(worker) == death + 1, $"/metrics counts {death + 1} restarts of {worker}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{worker}: {string.Join(", ", took.Select(one => $"{one:0}"))} ms");
        Assert.Equal(0, (await Poll.ForAsync(lookout.Api.MetricsAsync, "/metrics answers")).Restarts(other));
        Assert.Equal(untouched, lookout.Worker(other));
        return took;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
