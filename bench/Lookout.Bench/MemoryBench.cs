using Lookout.E2E.Harness.Media;
using Lookout.E2E.Harness.Product;

namespace Lookout.Bench;

/// <summary>Memory of each process with the two demo cameras, faces looked for, one viewer on each.</summary>
internal static class MemoryBench
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using LookoutProcess lookout = LookoutProcess.Start(Cameras.Demo());
        await lookout.ReadyAsync();
        await using AiortcReceiver street = AiortcReceiver.Hold(lookout.Api.Url("/demo-street/whep"), 1);
        await using AiortcReceiver face = AiortcReceiver.Hold(lookout.Api.Url("/demo-face/whep"), 1);
        await street.EventAsync("holding");
        await face.EventAsync("holding");
        using var timer = new PeriodicTimer(Settle);
        await timer.WaitForNextTickAsync();

        var figures = new List<Figure>();
        (double rss, double pss) = (0, 0);
        foreach ((string name, int pid) in new[]
        {
            ("supervisor", lookout.Pid),
            ("camera-server", await lookout.WorkerAsync("camera-server")),
            ("camera-service", await lookout.WorkerAsync("camera-service")),
        })
        {
            (long rssKib, long pssKib) = ProcessTable.Memory(pid);
            (rss, pss) = (rss + rssKib / 1024.0, pss + pssKib / 1024.0);
            figures.Add(new Figure($"RSS of {name}", rssKib / 1024.0, "MB", null, $"PSS {pssKib / 1024.0:0} MB"));
        }

        figures.Add(new Figure("RSS of all processes together", rss, "MB", AtMost: 350, $"two demo cameras, one viewer each, after {Settle.TotalSeconds:0} s; PSS {pss:0} MB"));
        return figures;
    }
}
