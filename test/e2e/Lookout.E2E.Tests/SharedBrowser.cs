using Lookout.E2E.Harness.Browser;

namespace Lookout.E2E.Tests;

/// <summary>One Chromium for all tests; each opens a context of its own.</summary>
public sealed class SharedBrowser : IAsyncLifetime
{
    private ChromiumBrowser? _browser;

    /// <summary>Opens a page.</summary>
    public Task<ChromiumPage> OpenAsync(string url, int width = 1280, string? script = null) => _browser!.OpenAsync(url, width, script: script);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _browser = await ChromiumBrowser.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
    }
}
