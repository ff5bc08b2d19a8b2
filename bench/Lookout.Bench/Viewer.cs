using Lookout.E2E.Harness.Browser;

namespace Lookout.Bench;

/// <summary>viewer.js in a Chromium page of the product's origin. The owner disposes it, which closes the page.</summary>
public sealed class Viewer : IAsyncDisposable
{
    private readonly ChromiumPage _page;

    private Viewer(ChromiumPage page, PageClock clock) => (_page, Clock) = (page, clock);

    /// <summary>The page's clock.</summary>
    public PageClock Clock { get; }

    /// <summary>Opens it on a path that holds no viewer of its own.</summary>
    public static async Task<Viewer> OpenAsync(ChromiumBrowser browser, string url)
    {
        ChromiumPage page = await browser.OpenAsync(url);
        using var reader = new StreamReader(typeof(Viewer).Assembly.GetManifestResourceStream("viewer.js")!);
        await page.Page.EvaluateAsync(await reader.ReadToEndAsync());
        return new Viewer(page, await PageClock.OfAsync(page));
    }

    /// <summary>Joins a camera, waits for its first frame and leaves; tries for ten seconds while nobody listens.</summary>
    public Task<Join> JoinAsync(string camera) => _page.AskAsync<Join>("camera => viewer.joinOnce(camera, 10000)", camera);

    /// <summary>Watches test://clock and reads the strip of each frame.</summary>
    public Task<Strips> StripsAsync(string camera, int count) => _page.AskAsync<Strips>("([camera, count]) => viewer.strips(camera, count, 3000)", new object[] { camera, count });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _page.DisposeAsync();
}

/// <param name="Posted">When the offer that was taken was sent, page milliseconds.</param>
/// <param name="First">When the callback of the first frame ran, page milliseconds.</param>
/// <param name="Width">Of that frame.</param>
/// <param name="Height">Of that frame.</param>
public sealed record Join(double Posted, double First, int Width, int Height);

/// <param name="Frames">Frames whose strip could be read.</param>
/// <param name="Unreadable">Frames whose check byte was wrong.</param>
public sealed record Strips(IReadOnlyList<StripFrame> Frames, int Unreadable);

/// <param name="Captured">Low 32 bits of the capture time, microseconds of CLOCK_MONOTONIC.</param>
/// <param name="Now">When the frame's callback ran, page milliseconds.</param>
/// <param name="Display">When the browser expects it on the screen, page milliseconds.</param>
public sealed record StripFrame(uint Captured, double Now, double Display);
