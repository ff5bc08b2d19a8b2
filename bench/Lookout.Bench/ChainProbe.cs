using System.Diagnostics;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Media;
using Lookout.E2E.Harness.Product;

namespace Lookout.Bench;

/// <summary>
/// Reads from outside what the chain has done so far: analyses off the live socket, frames at an aiortc viewer of each camera,
/// losses from /metrics, CPU from the kernel. The owner disposes it.
/// </summary>
internal sealed class ChainProbe : IAsyncDisposable
{
    private readonly LookoutProcess _lookout;
    private readonly string[] _cameras;
    private readonly int _server;
    private readonly LiveCounts _live;
    private readonly AiortcReceiver[] _viewers;

    private ChainProbe(LookoutProcess lookout, string[] cameras, int server, LiveCounts live)
    {
        (_lookout, _cameras, _server, _live) = (lookout, cameras, server, live);
        _viewers = [.. cameras.Select(camera => AiortcReceiver.Hold(lookout.Api.Url($"/{camera}/whep"), 1))];
    }

    /// <summary>Gives each camera a viewer and waits until frames have come to each and each one analysed has been looked at for both.</summary>
    public static async Task<ChainProbe> OpenAsync(LookoutProcess lookout, string[] analysed)
    {
        var probe = new ChainProbe(
            lookout, [.. analysed, Cameras.ClockName], await lookout.WorkerAsync("camera-server"), await LiveCounts.OpenAsync(lookout.Config.HttpPort));
        try
        {
            foreach (AiortcReceiver viewer in probe._viewers) await viewer.EventAsync("holding");
            await Poll.UntilAsync(
                async () => (await probe.ReadAsync()).Cameras is var counts && counts.All(camera => camera.Video > 0)
                    && counts[..^1].All(camera => camera is { Faces: > 0, People: > 0 }),
                "faces and people are looked for in every camera, and every viewer gets frames",
                2 * Poll.Generous);
            return probe;
        }
        catch
        {
            await probe.DisposeAsync();
            throw;
        }
    }

    /// <summary>All counts now, the clock's last.</summary>
    public async Task<Sample> ReadAsync()
    {
        int[] frames = await Task.WhenAll(_viewers.Select(viewer => viewer.FramesAsync()));
        Metrics metrics = await _lookout.Api.MetricsAsync() ?? throw new InvalidOperationException("/metrics does not answer");
        return new Sample(
            Stopwatch.GetTimestamp(),
            [
                .. _cameras.Select((camera, index) => new Counts(
                    _live.Faces(camera),
                    _live.People(camera),
                    frames[index],
                    (long)metrics[$$"""lookout_camera_frames_dropped_total{camera="{{camera}}"}"""])),
            ],
            (long)metrics["lookout_webrtc_frames_discarded_total"],
            ProcessTable.CpuNanoseconds(_server),
            IdleTime.Read());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (AiortcReceiver viewer in _viewers) await viewer.DisposeAsync();
        await _live.DisposeAsync();
    }

    /// <summary>Counts of one camera since the start.</summary>
    internal readonly record struct Counts(long Faces, long People, long Video, long Lost);

    /// <summary>Everything at one moment.</summary>
    internal sealed record Sample(long At, Counts[] Cameras, long Unsent, long ServerCpu, IdleTime Idle);
}
