using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.Bench;

/// <summary>Process start to first decoded frame: a page of the same origin is open already and asks until it is answered.</summary>
internal static class StartBench
{
    private const int Starts = 7;

    public static async Task<IReadOnlyList<Figure>> RunAsync(ChromiumBrowser browser)
    {
        LookoutConfig config = Cameras.Clock();
        Viewer viewer;
        await using (LookoutProcess first = LookoutProcess.Start(config))
        {
            await first.ReadyAsync();
            viewer = await Viewer.OpenAsync(browser, first.Api.Url("/healthz"));
        }

        var took = new List<double>();
        await using (viewer)
        {
            for (int start = 0; start < Starts; start++)
            {
                Task<Join> join = viewer.JoinAsync(Cameras.ClockName);
                await using LookoutProcess lookout = LookoutProcess.Start(config);
                took.Add(viewer.Clock.ToMonotonic((await join).First) - PageClock.Milliseconds(lookout.Started));
            }
        }

        return
        [
            new("process start -> first decoded frame, p50", Percentile.Of(took, 0.5), "ms", AtMost: 1500, $"{Starts} starts, test://clock 720p30, a Chromium page waits"),
            new("process start -> first decoded frame, worst", took.Max(), "ms"),
        ];
    }
}
