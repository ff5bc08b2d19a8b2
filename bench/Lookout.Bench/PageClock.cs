using System.Diagnostics;
using Lookout.E2E.Harness.Browser;

namespace Lookout.Bench;

/// <summary>
/// A page's performance.now() on CLOCK_MONOTONIC, which is what Stopwatch reads on Linux. Of fifty questions the quickest
/// counts: its answer lies within half its round trip of the truth.
/// </summary>
public sealed class PageClock
{
    private const int Questions = 50;

    private readonly double _offset;

    private PageClock(double offset, double uncertainty) => (_offset, UncertaintyMs) = (offset, uncertainty);

    /// <summary>Largest error of a converted time, milliseconds.</summary>
    public double UncertaintyMs { get; }

    /// <summary>Now on CLOCK_MONOTONIC, milliseconds.</summary>
    public static double MonotonicMs => Milliseconds(Stopwatch.GetTimestamp());

    /// <summary>A Stopwatch time in milliseconds.</summary>
    public static double Milliseconds(long timestamp) => timestamp * 1000.0 / Stopwatch.Frequency;

    /// <summary>Compares the clocks.</summary>
    public static async Task<PageClock> OfAsync(ChromiumPage page)
    {
        (double roundTrip, double offset) = (double.MaxValue, 0);
        for (int question = 0; question < Questions; question++)
        {
            double asked = MonotonicMs;
            double answer = await page.Page.EvaluateAsync<double>("performance.now()");
            double heard = MonotonicMs;
            if (heard - asked < roundTrip) (roundTrip, offset) = (heard - asked, (asked + heard) / 2 - answer);
        }

        return new PageClock(offset, roundTrip / 2);
    }

    /// <summary>A page time on CLOCK_MONOTONIC, milliseconds.</summary>
    public double ToMonotonic(double pageMs) => pageMs + _offset;
}
