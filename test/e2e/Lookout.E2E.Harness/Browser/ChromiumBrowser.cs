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
    private readonly string? _launcher;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser, string? launcher) => (_playwright, _browser, _launcher) = (playwright, browser, launcher);

    /// <summary>Starts it.</summary>
    /// <param name="networkNamespace">The network namespace it is to live in; null for ours.</param>
    public static async Task<ChromiumBrowser> StartAsync(string? networkNamespace = null)
    {
        if (!File.Exists(Executable)) throw new FileNotFoundException($"{Executable} is not there; run: tools/setup/packages.sh test");
        IPlaywright playwright = await Playwright.CreateAsync();
        string? launcher = networkNamespace is null ? null : WriteLauncher(networkNamespace);
        return new ChromiumBrowser(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = launcher ?? Executable,
            Headless = true,
            Args = Flags,
        }), launcher);
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
        if (_launcher is not null) File.Delete(_launcher);
    }

    private static string WriteLauncher(string networkNamespace)
    {
        string file = Path.Combine(Path.GetTempPath(), $"lookout-chromium-{networkNamespace}");
        File.WriteAllText(file, $"#!/bin/sh\nexec ip netns exec {networkNamespace} {Executable} \"$@\"\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}
