using System.Diagnostics;

namespace Lookout.Supervisor.Machine;

internal enum WorkerState
{
    /// <summary>No process, and none is wanted now.</summary>
    Absent,

    /// <summary>Started, not ready yet.</summary>
    Starting,

    Up,

    /// <summary>Asked to end.</summary>
    Draining,

    /// <summary>SIGKILL sent, not reaped yet.</summary>
    Killed,

    /// <summary>Dead; a restart is due at the deadline.</summary>
    Waiting,
}

/// <summary>What the machine knows of one worker. Every state with an end has its deadline.</summary>
internal sealed class WorkerTrack(WorkerKind kind)
{
    private TimeSpan? _readySince;
    private TimeSpan _lastSign;

    public WorkerKind Kind { get; } = kind;

    public WorkerState State { get; private set; } = WorkerState.Absent;

    /// <summary>When the present state has lasted too long; null when it may last for ever.</summary>
    public TimeSpan? Deadline { get; private set; }

    /// <summary>Number of the present or last run of the worker; 0 before the first.</summary>
    public int Incarnation { get; private set; }

    public int Restarts => Math.Max(0, Incarnation - 1);

    /// <summary>Whether any run of the worker has been ready.</summary>
    public bool WasReady { get; private set; }

    public RestartPolicy Policy { get; } = new();

    public bool HasProcess => State is WorkerState.Starting or WorkerState.Up or WorkerState.Draining or WorkerState.Killed;

    private TimeSpan Silence => Kind == WorkerKind.Server ? SupervisorTiming.ServerSilence : SupervisorTiming.ServiceSilence;

    public void Start(TimeSpan readyBy)
    {
        Become(WorkerState.Starting, readyBy);
        Incarnation++;
        _readySince = null;
    }

    public void BecomeReady(TimeSpan now)
    {
        Become(WorkerState.Up, now + Silence);
        WasReady = true;
        _readySince = now;
        _lastSign = now;
    }

    public void Beat(TimeSpan now)
    {
        Deadline = now + Silence;
        _lastSign = now;
    }

    /// <summary>How long this run of the worker has been working; the silence before a kill does not count.</summary>
    public TimeSpan UpFor(TimeSpan now) =>
        _readySince is not { } since ? TimeSpan.Zero : State == WorkerState.Up ? now - since : _lastSign - since;

    public void Become(WorkerState next, TimeSpan? deadline)
    {
        Debug.Assert(IsLegal(State, next), $"{Kind}: {State} -> {next}");
        State = next;
        Deadline = deadline;
    }

    /// <summary>Moves the deadline by a pause in which nobody could have met it.</summary>
    public void Forgive(TimeSpan pause)
    {
        if (State is WorkerState.Starting or WorkerState.Up) Deadline += pause;
    }

    private static bool IsLegal(WorkerState from, WorkerState to) => to switch
    {
        WorkerState.Starting => from is WorkerState.Absent or WorkerState.Waiting,
        WorkerState.Up => from == WorkerState.Starting,
        WorkerState.Draining => from is WorkerState.Starting or WorkerState.Up,
        WorkerState.Killed => from is WorkerState.Starting or WorkerState.Up or WorkerState.Draining or WorkerState.Killed,
        WorkerState.Waiting => from is WorkerState.Starting or WorkerState.Up or WorkerState.Killed,
        WorkerState.Absent => true,
        _ => false,
    };
}
