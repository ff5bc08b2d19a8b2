using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.Bench;

/// <summary>Capture to presented: the strip burnt into each frame of test://clock, read back from a canvas in Chromium.</summary>
internal static class LatencyBench
{
    private const int Frames = 600;

    public static async Task<IReadOnlyList<Figure>> RunAsync(ChromiumBrowser browser)
    {
        await using LookoutProcess lookout = LookoutProcess.Start(Cameras.Clock());
        await lookout.ReadyAsync();
        await using Viewer viewer = await Viewer.OpenAsync(browser, lookout.Api.Url("/healthz"));
        Strips strips = await viewer.StripsAsync(Cameras.ClockName, Frames);
        if (strips.Frames.Count == 0) throw new InvalidDataException($"no strip could be read in {strips.Unreadable} frames");

        double Latency(StripFrame frame, double pageMs)
        {
            uint microseconds = unchecked((uint)(long)(viewer.Clock.ToMonotonic(pageMs) * 1000));
            return unchecked((int)(microseconds - frame.Captured)) / 1000.0;
        }

        double[] callback = [.. strips.Frames.Select(frame => Latency(frame, frame.Now))];
        double[] display = [.. strips.Frames.Select(frame => Latency(frame, frame.Display))];
        string note = $"{strips.Frames.Count} frames of 720p30, {strips.Unreadable} unreadable, clocks matched to {viewer.Clock.UncertaintyMs:0.00} ms";
        return
        [
            new("capture -> presented (frame callback), p50", Percentile.Of(callback, 0.5), "ms", AtMost: 120, note),
            new("capture -> presented (frame callback), p95", Percentile.Of(callback, 0.95), "ms"),
            new("capture -> expected display time, p50", Percentile.Of(display, 0.5), "ms", AtMost: 120, "the later of the two moments the browser tells"),
            new("capture -> expected display time, p95", Percentile.Of(display, 0.95), "ms"),
        ];
    }
}
