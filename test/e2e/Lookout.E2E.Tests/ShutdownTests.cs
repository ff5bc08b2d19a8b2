using System.Diagnostics;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>SIGTERM at any time: exit 0, under five seconds, no process and no socket file left. Fifty runs in all.</summary>
public sealed class ShutdownTests(SharedBrowser browser) : ProductTest
{
    private const int StreamingRuns = 6;

    /// <summary>
    /// Milliseconds after SIGTERM has a handler. Before that the kernel's default applies to any program and there is
    /// nothing yet that could be left behind; <see cref="Sigterm_before_the_first_line_of_ours_leaves_nothing"/>.
    /// </summary>
    public static TheoryData<int> StartPhases()
    {
        var phases = new TheoryData<int>();
        // Closely spaced where processes and sockets come into being, wider when the cameras open.
        for (int after = 0; after < 400; after += 20) phases.Add(after);
        for (int after = 400; after < 1600; after += 60) phases.Add(after);
        for (int after = 1600; after <= 2400; after += 200) phases.Add(after);
        return phases;
    }

    [Theory]
    [MemberData(nameof(StartPhases))]
    public async Task Sigterm_in_any_start_phase_ends_everything_in_order(int millisecondsAfterHandler)
    {
        LookoutProcess lookout = Start(Cameras());
        await Poll.UntilAsync(() => ProcessTable.CatchesSigterm(lookout.Pid), "lookout handles SIGTERM");
        await PassAsync(TimeSpan.FromMilliseconds(millisecondsAfterHandler));
        await EndsInOrderAsync(lookout);
    }

    [Fact]
    public async Task Sigterm_while_streaming_ends_everything_in_order()
    {
        for (int run = 0; run < StreamingRuns; run++)
        {
            LookoutProcess lookout = await StartReadyAsync(Cameras());
            await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/clock"));
            await page.FirstFrameAsync("clock");
            await EndsInOrderAsync(lookout);
        }
    }

    [Fact]
    public async Task Sigterm_before_the_first_line_of_ours_leaves_nothing()
    {
        LookoutProcess lookout = Start(Cameras());
        (int code, _) = await lookout.TerminateAsync();
        Assert.True(code is 0 or 143, $"exit {code}");
        Assert.Empty(lookout.Leftovers());
    }

    [Fact]
    public async Task Workers_end_when_their_supervisor_is_killed()
    {
        LookoutProcess lookout = await StartReadyAsync(Cameras());
        Signals.Kill(lookout.Pid);
        await lookout.ExitAsync(LookoutProcess.StopBudget);
        await Poll.UntilAsync(
            () => !lookout.Leftovers().Any(one => one.StartsWith("process", StringComparison.Ordinal)), "both workers have ended", LookoutProcess.StopBudget);
        // The killed supervisor cannot remove its files; the next run does.
        Directory.Delete(Path.Combine(lookout.Folder, "run"), recursive: true);
    }

    private static LookoutConfig Cameras() => new LookoutConfig()
        .With("clock", "test://clock?width=640&height=360&fps=30")
        .WithClip("movie", Repository.MovieHello, faces: true);

    private async Task EndsInOrderAsync(LookoutProcess lookout)
    {
        (int code, TimeSpan took) = await lookout.TerminateAsync();
        Assert.Equal(0, code);
        Assert.True(took < LookoutProcess.StopBudget, $"took {took.TotalSeconds:0.00} s");
        Assert.Empty(lookout.Leftovers());
        await EndAsync(lookout);
    }

    // The moment of the signal is what is varied; nothing is concluded from it.
    private static Task PassAsync(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        return Poll.UntilAsync(() => Stopwatch.GetElapsedTime(start) >= time, "time passes");
    }
}
