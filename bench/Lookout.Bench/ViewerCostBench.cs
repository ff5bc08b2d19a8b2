using System.Diagnostics;
using Lookout.E2E.Harness.Media;
using Lookout.E2E.Harness.Product;

namespace Lookout.Bench;

/// <summary>
/// CPU of each process with 0, 1 and 8 viewers. The viewers are aiortc peers that decrypt and do not decode: eight decoders
/// would take both cores from what is measured.
/// </summary>
internal static class ViewerCostBench
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly int[] Audiences = [0, 1, 8];

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using LookoutProcess lookout = LookoutProcess.Start(Cameras.Clock());
        await lookout.ReadyAsync();
        (string Name, int Pid)[] processes =
        [
            ("supervisor", lookout.Pid),
            ("camera-server", await lookout.WorkerAsync("camera-server")),
            ("camera-service", await lookout.WorkerAsync("camera-service")),
        ];

        var figures = new List<Figure>();
        var server = new Dictionary<int, double>();
        foreach (int viewers in Audiences)
        {
            await using AiortcReceiver? receiver = viewers == 0 ? null : AiortcReceiver.Hold(lookout.Api.Url($"/{Cameras.ClockName}/whep"), viewers);
            if (receiver is not null) await receiver.EventAsync("holding");
            double[] shares = await SharesAsync([.. processes.Select(process => process.Pid)]);
            server[viewers] = shares[1];
            string note = viewers == 0 ? "percent of one core, schedstat over 10 s, test://clock 720p30" : "";
            for (int i = 0; i < processes.Length; i++) figures.Add(new Figure($"CPU of {processes[i].Name}, {viewers} viewers", shares[i], "%", null, note));
        }

        // Between two windows of ten seconds the same encoder differs by a few percent.
        figures.Add(new Figure("encoder: camera-server CPU of 8 viewers over that of 1", server[8] / server[1], "x", AtMost: 1.1, "nothing more than one, up to the noise of the measure"));
        return figures;
    }

    private static async Task<double[]> SharesAsync(int[] pids)
    {
        using var timer = new PeriodicTimer(Window);
        long[] before = [.. pids.Select(ProcessTable.CpuNanoseconds)];
        long start = Stopwatch.GetTimestamp();
        await timer.WaitForNextTickAsync();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return [.. pids.Select((pid, index) => (ProcessTable.CpuNanoseconds(pid) - before[index]) * 100 / elapsed)];
    }
}
