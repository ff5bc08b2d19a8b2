using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.Network.Tests;

/// <summary>A real Chromium behind a network that loses packets, watching the published product for minutes.</summary>
public sealed class LossTests
{
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

        Smoothness seen = await Smoothness.WatchAsync(page, "clock", TestContext.Current.CancellationToken);
        string report = seen.Say($"{loss:P0} loss each way, {network.Dropped} datagrams dropped");
        await lookout.TerminateAsync();

        Assert.True(network.Dropped > 1000, $"nothing was lost: {report}");
        Assert.True(seen.Rate > 27, report);
        Assert.True(seen.Freezes <= MostFreezes, report);
    }
}
