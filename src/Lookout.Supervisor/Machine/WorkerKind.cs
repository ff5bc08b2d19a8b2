namespace Lookout.Supervisor.Machine;

/// <summary>The two workers, in the order they are started; they are stopped the other way round.</summary>
public enum WorkerKind
{
    Server,
    Service,
}

public static class WorkerKinds
{
    /// <summary>The verb that runs the worker, which is also its name in ps, in logs and in metrics.</summary>
    public static string Name(this WorkerKind kind) => kind == WorkerKind.Server ? "camera-server" : "camera-service";
}
