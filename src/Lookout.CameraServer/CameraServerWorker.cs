using System.Diagnostics;
using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.CameraServer.Legacy;
using Lookout.CameraServer.Sources;
using Lookout.CameraServer.Stills;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Lookout.Vision.Providers;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer;

/// <summary>The process that turns cameras into access units and analyses.</summary>
public static class CameraServerWorker
{
    private const int Orderly = 0;
    private const int AddressTaken = 69;
    private const int Internal = 70;
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(2.5);

    // Measured on an emulated machine: 36 s to look at every plugin for the first time, 2 s with the list.
    private static readonly TimeSpan LoadDeadline = TimeSpan.FromSeconds(120);

    /// <summary>Runs until <paramref name="stop"/>; then every pipeline is closed within 3 s.</summary>
    /// <param name="settings">Validated settings.</param>
    /// <param name="nonce">What a service must know to be let in.</param>
    /// <param name="ready">Called once, when the link listens and cameras are being opened.</param>
    /// <param name="beat">Called about once a second with the frames captured so far, while every capture thread turns.</param>
    /// <param name="loggers">Where to log.</param>
    /// <param name="stop">Ends the run.</param>
    /// <returns>0; 69 when the link's address is taken; 70 when a camera could not be closed.</returns>
    public static int Run(
        LookoutSettings settings, string nonce, Action ready, Action<long> beat, ILoggerFactory loggers, CancellationToken stop)
    {
        ILogger logger = loggers.CreateLogger("Lookout.CameraServer");
        CameraRequests[] requests = [.. settings.Cameras.Select(_ => new CameraRequests())];
        using StillAnalyser? stills = settings.Recognition.Enabled ? new StillAnalyser(new ModelSet(settings.Models), logger) : null;
        using var link = new LinkServer(
            settings.LinkSocket, HelloFor(settings, nonce), new CameraCommands(requests, stills), loggers.CreateLogger("Lookout.Link"));
        try
        {
            link.Start();
        }
        catch (IOException e)
        {
            ServerLog.LinkBusy(logger, e.Message);
            return AddressTaken;
        }

        using var legacy = LegacyService.Create(settings, new LinkOutput(link), loggers.CreateLogger("Lookout.Legacy"));
        ICameraOutput output = legacy.Output;
        var sources = new SourceFactory(PluginRegistry.Prepare(settings.DataDirectory));
        Thread loading = sources.Load();
        long loadingSince = Stopwatch.GetTimestamp();
        var inference = new Inference(ModelInference.For(settings), placement => Tell(placement, logger));
        using var analysis = new AnalysisLoop(
            [.. settings.Cameras.Select(camera => camera.Detect.FramesPerSecond)],
            () => new FrameAnalyser([.. settings.Cameras.Select(camera => camera.Detect)], new ModelSet(settings.Models, inference), settings.Recognition.Enabled),
            output, logger, activity: () => inference.Activity);
        CameraWorker[] workers = [.. settings.Cameras.Select((camera, index) =>
            new CameraWorker(index, camera, sources, requests[index], analysis, output, logger, stop, legacy.NewestOf(index)))];
        foreach (CameraWorker worker in workers) worker.Start();
        analysis.Start();
        legacy.Start();
        ready();

        var heartbeat = new Heartbeat(
            [.. settings.Cameras.Select((camera, i) => (camera.Name, (Func<long>)(() => workers[i].Turns)))], logger);
        do
        {
            // Capture threads wait for the list of plugins. Killed before it is written, a slow machine would never have one.
            bool loads = loading.IsAlive && Stopwatch.GetElapsedTime(loadingSince) < LoadDeadline;
            if (loads || heartbeat.IsAlive(Stopwatch.GetTimestamp())) beat(workers.Sum(worker => worker.Frames));
        }
        while (!stop.WaitHandle.WaitOne(BeatInterval));
        return End(settings, workers, logger);
    }

    private static int End(LookoutSettings settings, CameraWorker[] workers, ILogger logger)
    {
        long started = Stopwatch.GetTimestamp();
        int exit = Orderly;
        for (int i = 0; i < workers.Length; i++)
        {
            TimeSpan left = StopDeadline - Stopwatch.GetElapsedTime(started);
            if (workers[i].Join(left > TimeSpan.Zero ? left : TimeSpan.Zero)) continue;
            ServerLog.CameraDidNotEnd(logger, settings.Cameras[i].Name);
            exit = Internal;
        }
        return exit;
    }

    private static void Tell(ModelPlacement placement, ILogger logger)
    {
        if (placement.Reason.Length > 0) ServerLog.ModelFellBack(logger, placement.Model, placement.Reason);
        else ServerLog.ModelPlaced(logger, placement.Model, placement.Provider);
    }

    private static Hello HelloFor(LookoutSettings settings, string nonce) => new(
        LinkProtocol.Version, nonce, Guid.NewGuid().ToString("N"), Environment.ProcessId,
        [.. settings.Cameras.Select(camera => new LinkCamera(camera.Name, KindOf(camera.Source), SourceFactory.IsPassthrough(camera))
        {
            Renditions = CameraRenditions.Announced(camera),
        })]);

    private static CameraKind KindOf(CameraSource source) => source switch
    {
        FileSource => CameraKind.Clip,
        TestSource => CameraKind.Synthetic,
        _ => CameraKind.Camera,
    };
}
