namespace Lookout.Supervisor.Machine;

/// <summary>Something to do. The host does it and feeds back what came of it.</summary>
public abstract record SupervisorAction
{
    private protected SupervisorAction()
    {
    }
}

/// <summary>Start the process; answer with <see cref="Started"/>, or with <see cref="Exited"/> if that fails.</summary>
/// <param name="Worker">Which.</param>
/// <param name="Incarnation">Number of this run of the worker, from 1.</param>
/// <param name="ServerRestarts">How often camera-server has been restarted, this start included.</param>
/// <param name="ServiceRestarts">How often camera-service has been restarted, this start included.</param>
public sealed record StartWorker(WorkerKind Worker, int Incarnation, int ServerRestarts, int ServiceRestarts) : SupervisorAction;

/// <summary>Ask the process to end: SIGTERM.</summary>
public sealed record TerminateWorker(WorkerKind Worker) : SupervisorAction;

/// <summary>End the process and everything it started: SIGKILL to its group.</summary>
public sealed record KillWorker(WorkerKind Worker, string Reason) : SupervisorAction;

/// <summary>Say that the worker died and when it is started again.</summary>
public sealed record ReportDeath(WorkerKind Worker, ExitStatus Status, TimeSpan RestartIn) : SupervisorAction;

/// <summary>Say where the page is: everything is up for the first time.</summary>
public sealed record Announce : SupervisorAction;

/// <summary>Say why the run ends, when nobody asked for it.</summary>
public sealed record ReportFailure(int Code, string Reason) : SupervisorAction;

/// <summary>The run is over; nothing else follows.</summary>
public sealed record ExitProcess(int Code) : SupervisorAction;
