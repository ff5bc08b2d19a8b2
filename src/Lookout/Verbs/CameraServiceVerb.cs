using Lookout.CameraService;
using Lookout.Logging;
using Lookout.Supervisor.Worker;

namespace Lookout.Verbs;

/// <summary>lookout camera-service: internal, started by lookout run.</summary>
internal static class CameraServiceVerb
{
    private const string Name = "camera-service";

    public static int Run()
    {
        using var loggers = new LogFactory(Name, StandardError.Write);
        return WorkerShell.Run(Name, loggers.CreateLogger("Lookout.Worker"),
            (settings, nonce, ready, beat, stop) => CameraServiceWorker.Run(settings, nonce, ready, beat, loggers, stop));
    }
}
