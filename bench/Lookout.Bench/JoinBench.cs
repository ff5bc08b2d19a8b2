using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.Bench;

/// <summary>WHEP POST to first decoded frame; nobody else watches, so each join wakes the encoder too.</summary>
internal static class JoinBench
{
    private const int Joins = 30;

    public static async Task<IReadOnlyList<Figure>> RunAsync(ChromiumBrowser browser)
    {
        await using LookoutProcess lookout = LookoutProcess.Start(Cameras.Clock());
        await lookout.ReadyAsync();
        await using Viewer viewer = await Viewer.OpenAsync(browser, lookout.Api.Url("/healthz"));
        await viewer.JoinAsync(Cameras.ClockName); // Chromium's own first time: libraries, certificate.

        var took = new List<double>();
        for (int join = 0; join < Joins; join++)
        {
            Join one = await viewer.JoinAsync(Cameras.ClockName);
            took.Add(one.First - one.Posted);
        }

        return
        [
            new("join: WHEP POST -> first decoded frame, p50", Percentile.Of(took, 0.5), "ms", AtMost: 200, $"{Joins} joins of an idle camera, test://clock 720p30, Chromium"),
            new("join: WHEP POST -> first decoded frame, p95", Percentile.Of(took, 0.95), "ms"),
        ];
    }
}
