using Lookout.CameraServer;
using Lookout.Logging;
using Lookout.Supervisor.Worker;

namespace Lookout.Verbs;

/// <summary>lookout camera-server: internal, started by lookout run.</summary>
internal static class CameraServerVerb
{
    private const string Name = "camera-server";

    public static int Run()
    {
        using var loggers = new LogFactory(Name, StandardError.Write);
        return WorkerShell.Run(Name, loggers.CreateLogger("Lookout.Worker"),
            (settings, nonce, ready, beat, stop) => CameraServerWorker.Run(settings, nonce, ready, beat, loggers, stop));
    }
}
