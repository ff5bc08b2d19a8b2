using Lookout.E2E.Harness.Browser;

namespace Lookout.Network.Tests;

/// <summary>How smoothly a page presented a camera's frames over five minutes.</summary>
internal sealed class Smoothness
{
    /// <summary>A pause longer than this is a freeze.</summary>
    public const double FreezeMs = 500;

    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(5);

    private readonly int _frames;
    private readonly double[] _pauses;

    private Smoothness(PresentedFrame[] frames)
    {
        _frames = frames.Length;
        _pauses = [.. frames.Zip(frames.Skip(1), (before, after) => after.Now - before.Now)];
    }

    /// <summary>Pauses between frames that are freezes.</summary>
    public int Freezes => _pauses.Count(pause => pause > FreezeMs);

    /// <summary>Frames presented a second.</summary>
    public double Rate => _frames / Watched.TotalSeconds;

    /// <summary>Waits for the first frame and watches from there.</summary>
    public static async Task<Smoothness> WatchAsync(ChromiumPage page, string camera, CancellationToken cancelled)
    {
        await page.FirstFrameAsync(camera);
        int settled = (await page.FramesAsync(camera)).Length;
        // The one thing that is measured is what passes in this time.
        await Task.Delay(Watched, cancelled);
        return new Smoothness(await page.FramesAsync(camera, settled - 1));
    }

    /// <summary>Says it in one line, which is added to the figures.</summary>
    public string Say(string network)
    {
        string figure = $"{network}: {Rate:F1} frames a second presented over {Watched.TotalMinutes} min, {Freezes} freezes over {FreezeMs} ms, "
            + $"longest pause {_pauses.Max():F0} ms, 99th percentile {_pauses.Order().ElementAt((int)(0.99 * (_pauses.Length - 1))):F0} ms";
        Figures.Add(figure);
        return figure;
    }
}
