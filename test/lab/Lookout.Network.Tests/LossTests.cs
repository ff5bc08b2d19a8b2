using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.Network.Tests;

/// <summary>A real Chromium behind a network that loses packets, watching the published product for minutes.</summary>
public sealed class LossTests
{
    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(5);
    private const double FreezeMs = 500;
    private const int MostFreezes = 1;

    [Theory]
    [InlineData(0.05)]
    public async Task Chromium_freezes_at_most_once_in_five_minutes_of_loss(double loss)
    {
        using LossyNetwork network = LossyNetwork.Create(loss);
        LookoutConfig config = new LookoutConfig { HttpAddress = network.ServerAddress }.With("clock", "test://clock?width=1280&height=720&fps=30");
        await using LookoutProcess lookout = LookoutProcess.Start(config);
        await lookout.ReadyAsync();
        await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync(network.Name);
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/clock"));
        await page.FirstFrameAsync("clock");
        PresentedFrame[] settling = await page.FramesAsync("clock");
        long lostBefore = network.Dropped;

        // The one thing that is measured is what passes in this time.
        await Task.Delay(Watched, TestContext.Current.CancellationToken);

        PresentedFrame[] frames = await page.FramesAsync("clock", settling.Length - 1);
        double[] pauses = [.. frames.Zip(frames.Skip(1), (before, after) => after.Now - before.Now)];
        int freezes = pauses.Count(pause => pause > FreezeMs);
        string report = $"{loss:P0} loss: {frames.Length} frames presented in {Watched.TotalMinutes} min, {freezes} freezes over {FreezeMs} ms, "
            + $"longest pause {pauses.Max():F0} ms, 99th percentile {Percentile(pauses, 0.99):F0} ms, {network.Dropped - lostBefore} datagrams dropped";
        Say(report);
        await lookout.TerminateAsync();

        Assert.True(network.Dropped - lostBefore > 1000, $"nothing was lost: {report}");
        Assert.True(frames.Length > 0.9 * 30 * Watched.TotalSeconds, report);
        Assert.True(freezes <= MostFreezes, report);
    }

    // For whoever reads the run's end: a passed test prints nothing.
    private static void Say(string figure)
    {
        string file = Path.Combine(Repository.Root, "out/lab/network-figures.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.AppendAllLines(file, [figure]);
    }

    private static double Percentile(double[] values, double share) => values.Order().ElementAt((int)(share * (values.Length - 1)));
}
