using Lookout.E2E.Harness.Browser;

namespace Lookout.Network.Tests;

/// <summary>
/// A real Chromium watching a product that runs elsewhere, behind a bad network: test/lab/vm/netem.py starts both and says
/// in LOOKOUT_REMOTE where.
/// </summary>
public sealed class DelayTests
{
    private const int MostFreezes = 1;

    [Fact]
    public async Task Chromium_freezes_at_most_once_in_five_minutes_of_a_bad_network()
    {
        string remote = Environment.GetEnvironmentVariable("LOOKOUT_REMOTE") ?? throw new InvalidOperationException("LOOKOUT_REMOTE is not set; run: make test-netem");
        await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync();
        await using ChromiumPage page = await browser.OpenAsync($"{remote}/street");

        Smoothness seen = await Smoothness.WatchAsync(page, "street", TestContext.Current.CancellationToken);
        string report = seen.Say("VM behind netem");

        Assert.True(seen.Rate > 20, report);
        Assert.True(seen.Freezes <= MostFreezes, report);
    }
}
