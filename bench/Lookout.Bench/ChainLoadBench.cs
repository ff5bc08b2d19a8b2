using System.Diagnostics;
using Lookout.E2E.Harness.Product;

namespace Lookout.Bench;

/// <summary>The whole chain under growing load: the published product with 1, 2 and 4 streets, first without, then with recognition.</summary>
internal static class ChainLoadBench
{
    // The clip takes 30 s, so each of its parts is in one of the windows.
    private const int Windows = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly int[] Numbers = [1, 2, 4];

    public static async Task<IReadOnlyList<ChainLoad>> RunAsync()
    {
        var loads = new List<ChainLoad>();
        foreach (bool recognition in new[] { false, true })
        {
            foreach (int number in Numbers)
            {
                Console.Error.WriteLine($"measuring: chain, cameras: {number}, recognition {(recognition ? "on" : "off")}");
                loads.Add(await MeasureAsync(number, recognition));
            }
        }

        return loads;
    }

    private static async Task<ChainLoad> MeasureAsync(int number, bool recognition)
    {
        await using LookoutProcess lookout = LookoutProcess.Start(Cameras.Streets(number, recognition));
        await lookout.ReadyAsync();
        await using ChainProbe probe = await ChainProbe.OpenAsync(lookout, [.. Enumerable.Range(0, number).Select(Cameras.Street)]);
        using var timer = new PeriodicTimer(Window);
        var samples = new List<ChainProbe.Sample>();
        // The window before the first sample is thrown away: models and encoder are still finding their pace.
        while (samples.Count <= Windows && await timer.WaitForNextTickAsync()) samples.Add(await probe.ReadAsync());

        (ChainProbe.Sample From, ChainProbe.Sample To)[] windows = [.. samples.Zip(samples.Skip(1))];
        double Middle(Func<ChainProbe.Sample, ChainProbe.Sample, double> of) => Percentile.Of([.. windows.Select(window => of(window.From, window.To))], 0.5);
        double Rate(int camera, Func<ChainProbe.Counts, long> of) =>
            Middle((from, to) => (of(to.Cameras[camera]) - of(from.Cameras[camera])) / Stopwatch.GetElapsedTime(from.At, to.At).TotalSeconds);
        long Lost(int camera) => samples[^1].Cameras[camera].Lost - samples[0].Cameras[camera].Lost;

        int[] streets = [.. Enumerable.Range(0, number)];
        return new ChainLoad(
            number,
            recognition,
            streets.Average(camera => Rate(camera, counts => counts.Faces)),
            streets.Average(camera => Rate(camera, counts => counts.People)),
            streets.Min(camera => Rate(camera, counts => counts.Video)),
            Rate(number, counts => counts.Video),
            streets.Sum(Lost),
            Lost(number),
            samples[^1].Unsent - samples[0].Unsent,
            Middle((from, to) => (to.ServerCpu - from.ServerCpu) * 100 / Stopwatch.GetElapsedTime(from.At, to.At).TotalNanoseconds),
            Middle((from, to) => to.Idle.PercentSince(from.Idle)));
    }
}
