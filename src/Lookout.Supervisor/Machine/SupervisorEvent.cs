namespace Lookout.Supervisor.Machine;

/// <summary>Something that happened. An event of a run of a worker that is over, by its incarnation, means nothing.</summary>
public abstract record SupervisorEvent
{
    private protected SupervisorEvent()
    {
    }
}

/// <summary>The first event.</summary>
public sealed record Begin : SupervisorEvent;

/// <summary>Time has passed.</summary>
public sealed record Tick : SupervisorEvent;

/// <summary>SIGTERM or SIGINT.</summary>
public sealed record StopRequested : SupervisorEvent;

/// <summary>The process exists.</summary>
public sealed record Started(WorkerKind Worker, int Incarnation) : SupervisorEvent;

/// <summary>The worker has said that it is ready.</summary>
public sealed record Ready(WorkerKind Worker, int Incarnation) : SupervisorEvent;

/// <summary>The thread that moves the worker's frames is alive.</summary>
public sealed record Beat(WorkerKind Worker, int Incarnation) : SupervisorEvent;

/// <summary>The process is gone and reaped, or could not be started.</summary>
public sealed record Exited(WorkerKind Worker, int Incarnation, ExitStatus Status) : SupervisorEvent;
