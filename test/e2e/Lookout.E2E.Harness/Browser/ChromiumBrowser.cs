using Microsoft.Playwright;

namespace Lookout.E2E.Harness.Browser;

/// <summary>Debian's Chromium, headless. The owner disposes it, which ends it.</summary>
public sealed class ChromiumBrowser : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    // No sandbox: CI runs as root. Host candidates stay addresses: mDNS names need a multicast network.
    private static readonly string[] Flags =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-features=WebRtcHideLocalIpsWithMdns",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts it.</summary>
    public static async Task<ChromiumBrowser> StartAsync()
    {
        if (!File.Exists(Executable)) throw new FileNotFoundException($"{Executable} is not there; run: tools/setup/packages.sh test");
        IPlaywright playwright = await Playwright.CreateAsync();
        return new ChromiumBrowser(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Headless = true,
            Args = Flags,
        }));
    }

    /// <summary>Opens an address in a context of its own, with the probe, and a script of the test's, in front of the page's.</summary>
    public async Task<ChromiumPage> OpenAsync(string url, int width = 1280, int height = 800, string? script = null)
    {
        IBrowserContext context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        await context.AddInitScriptAsync(ChromiumPage.Probe);
        if (script is not null) await context.AddInitScriptAsync(script);
        IPage page = await context.NewPageAsync();
        var opened = new ChromiumPage(context, page);
        await page.GotoAsync(url);
        return opened;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
