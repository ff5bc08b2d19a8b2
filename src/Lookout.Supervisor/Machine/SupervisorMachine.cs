using System.Diagnostics;

namespace Lookout.Supervisor.Machine;

/// <summary>
/// The supervisor's mind: events in, actions out. It has no process, clock or randomness of its own, so every order of
/// events can be tested in stepped time. One thread feeds it.
/// </summary>
/// <remarks>
/// Feed <see cref="Begin"/> first, then every event as it comes and a <see cref="Tick"/> when <see cref="NextDeadline"/>
/// has passed, at least once a second. After <see cref="ExitProcess"/> it does nothing more.
/// </remarks>
internal sealed class SupervisorMachine
{
    public const int CodeOrderly = 0;
    public const int CodeAddressInUse = 69;
    public const int CodeCrashBudget = 70;
    public const int CodeReadyTimeout = 71;

    private readonly WorkerTrack _server = new(WorkerKind.Server);
    private readonly WorkerTrack _service = new(WorkerKind.Service);
    private readonly List<SupervisorAction> _actions = [];
    private TimeSpan _lastStep;
    private TimeSpan _firstReadyBy;
    private bool _announced;
    private int _exitCode;

    public SupervisorState State { get; private set; } = SupervisorState.Init;

    /// <summary>When a <see cref="Tick"/> is due at the latest.</summary>
    public TimeSpan NextDeadline
    {
        get
        {
            TimeSpan next = _lastStep + SupervisorTiming.TickEvery;
            if (_server.Deadline < next) next = _server.Deadline.Value;
            if (_service.Deadline < next) next = _service.Deadline.Value;
            return next;
        }
    }

    /// <param name="what">The event.</param>
    /// <param name="now">Monotonic; never before that of the last step.</param>
    /// <param name="jitter">-1..1, spreads a restart's delay.</param>
    /// <returns>What to do, in this order; valid until the next step.</returns>
    public IReadOnlyList<SupervisorAction> Step(SupervisorEvent what, TimeSpan now, double jitter)
    {
        _actions.Clear();
        if (State == SupervisorState.Exit) return _actions;
        if (State != SupervisorState.Init && now - _lastStep > SupervisorTiming.OwnPause) ForgivePause(now - _lastStep);
        _lastStep = now;
        switch (what)
        {
            case Begin when State == SupervisorState.Init:
                StartFirst(_server, now);
                break;
            case StopRequested:
                OnStopRequested(now);
                break;
            case Started started when Current(started.Worker, started.Incarnation) is not null:
                if (State == SupervisorState.StartServer && started.Worker == WorkerKind.Server) Become(SupervisorState.WaitServerReady);
                else if (State == SupervisorState.StartService && started.Worker == WorkerKind.Service) Become(SupervisorState.WaitServiceReady);
                break;
            case Ready ready when Current(ready.Worker, ready.Incarnation) is { State: WorkerState.Starting } track:
                track.BecomeReady(now);
                break;
            case Beat beat when Current(beat.Worker, beat.Incarnation) is { State: WorkerState.Up } track:
                track.Beat(now);
                break;
            case Exited exited when Current(exited.Worker, exited.Incarnation) is { } track:
                OnExited(track, exited.Status, now, jitter);
                break;
        }
        CheckDeadline(_server, now);
        CheckDeadline(_service, now);
        Advance(now);
        return _actions;
    }

    private WorkerTrack Track(WorkerKind kind) => kind == WorkerKind.Server ? _server : _service;

    private WorkerTrack? Current(WorkerKind kind, int incarnation)
    {
        WorkerTrack track = Track(kind);
        return track.HasProcess && track.Incarnation == incarnation ? track : null;
    }

    private void OnStopRequested(TimeSpan now)
    {
        if (State != SupervisorState.Stopping)
        {
            BeginStop(CodeOrderly, now);
            return;
        }
        // Whoever asks twice will not wait: no draining.
        foreach (WorkerTrack track in (ReadOnlySpan<WorkerTrack>)[_service, _server])
        {
            if (track.State != WorkerState.Killed) Kill(track, "asked to stop twice", now + SupervisorTiming.KillWait);
        }
    }

    private void OnExited(WorkerTrack track, ExitStatus status, TimeSpan now, double jitter)
    {
        TimeSpan up = track.UpFor(now);
        if (State == SupervisorState.Stopping)
        {
            track.Become(WorkerState.Absent, null);
        }
        else if (status.Code == CodeAddressInUse && !track.WasReady)
        {
            track.Become(WorkerState.Absent, null);
            Fail(CodeAddressInUse, $"{track.Kind.Name()}: an address to listen on is taken", now);
        }
        else if (!track.Policy.TryRestart(now, up, jitter, out TimeSpan delay))
        {
            track.Become(WorkerState.Absent, null);
            Fail(CodeCrashBudget, $"{track.Kind.Name()} {status}, {RestartPolicy.DeathBudget} times in 5 minutes", now);
        }
        else
        {
            _actions.Add(new ReportDeath(track.Kind, status, delay));
            Restart(track, now, delay);
        }
    }

    private void Restart(WorkerTrack track, TimeSpan now, TimeSpan delay)
    {
        // The time to the first readiness runs on over restarts, so a first start cannot last for ever.
        if (delay == TimeSpan.Zero) track.Become(WorkerState.Absent, null);
        else track.Become(WorkerState.Waiting, now + delay);
        if (delay == TimeSpan.Zero) Start(track, now);
    }

    private void CheckDeadline(WorkerTrack track, TimeSpan now)
    {
        if (State != SupervisorState.Stopping && !_announced && track.Incarnation > 0 && !track.WasReady && now >= _firstReadyBy)
        {
            Fail(CodeReadyTimeout, $"{track.Kind.Name()} was not ready within {SupervisorTiming.ReadyWithin.TotalSeconds:0} s", now);
            return;
        }
        if (track.Deadline is not { } deadline || now < deadline) return;
        TimeSpan goneBy = now + (State == SupervisorState.Stopping ? SupervisorTiming.KillWait : SupervisorTiming.KillAgain);
        switch (track.State)
        {
            case WorkerState.Starting:
                Kill(track, "not ready in time", goneBy);
                break;
            case WorkerState.Up:
                Kill(track, "no heartbeat", goneBy);
                break;
            case WorkerState.Draining:
                Kill(track, "did not stop in time", goneBy);
                break;
            case WorkerState.Killed when State == SupervisorState.Stopping:
                track.Become(WorkerState.Absent, null); // stuck in the kernel: there is nothing left to do to it
                break;
            case WorkerState.Killed:
                Kill(track, "still not gone", goneBy);
                break;
            case WorkerState.Waiting:
                Start(track, now);
                break;
        }
    }

    // Takes the steps that follow from how the workers stand.
    private void Advance(TimeSpan now)
    {
        if (State == SupervisorState.Stopping)
        {
            AdvanceStop(now);
        }
        else if (_announced)
        {
            Become(_server.State == WorkerState.Up && _service.State == WorkerState.Up ? SupervisorState.Running : SupervisorState.Restarting);
        }
        else if (_server.WasReady && _service.Incarnation == 0)
        {
            StartFirst(_service, now);
        }
        else if (_server.State == WorkerState.Up && _service.State == WorkerState.Up)
        {
            _announced = true;
            Become(SupervisorState.Running);
            _actions.Add(new Announce());
        }
    }

    private void StartFirst(WorkerTrack track, TimeSpan now)
    {
        _firstReadyBy = now + SupervisorTiming.ReadyWithin;
        Start(track, now);
    }

    private void Start(WorkerTrack track, TimeSpan now)
    {
        track.Start(now + SupervisorTiming.ReadyWithin);
        if (!_announced) Become(track.Kind == WorkerKind.Service ? SupervisorState.StartService : _service.Incarnation == 0 ? SupervisorState.StartServer : State);
        _actions.Add(new StartWorker(track.Kind, track.Incarnation, _server.Restarts, _service.Restarts));
    }

    private void Kill(WorkerTrack track, string reason, TimeSpan deadline)
    {
        if (!track.HasProcess) return;
        track.Become(WorkerState.Killed, deadline);
        _actions.Add(new KillWorker(track.Kind, reason));
    }

    private void Fail(int code, string reason, TimeSpan now)
    {
        _actions.Add(new ReportFailure(code, reason));
        BeginStop(code, now);
    }

    private void BeginStop(int code, TimeSpan now)
    {
        _exitCode = code;
        Become(SupervisorState.Stopping);
        foreach (WorkerTrack track in (ReadOnlySpan<WorkerTrack>)[_service, _server])
        {
            if (track.State == WorkerState.Waiting) track.Become(WorkerState.Absent, null);
            else if (track.State == WorkerState.Killed) track.Become(WorkerState.Killed, now + SupervisorTiming.KillWait);
        }
    }

    // The service first, so that viewers hear BYE while there are still pictures; then the server, which releases the devices.
    private void AdvanceStop(TimeSpan now)
    {
        Drain(_service, now + SupervisorTiming.ServiceDrain);
        if (_service.HasProcess) return;
        Drain(_server, now + SupervisorTiming.ServerDrain);
        if (_server.HasProcess) return;
        Become(SupervisorState.Exit);
        _actions.Add(new ExitProcess(_exitCode));
    }

    private void Drain(WorkerTrack track, TimeSpan deadline)
    {
        if (track.State is not (WorkerState.Starting or WorkerState.Up)) return;
        track.Become(WorkerState.Draining, deadline);
        _actions.Add(new TerminateWorker(track.Kind));
    }

    private void ForgivePause(TimeSpan gap)
    {
        _server.Forgive(gap);
        _service.Forgive(gap);
        _firstReadyBy += gap;
    }

    private void Become(SupervisorState next)
    {
        Debug.Assert(State == next || IsLegal(State, next), $"{State} -> {next}");
        State = next;
    }

    private static bool IsLegal(SupervisorState from, SupervisorState to) => to switch
    {
        SupervisorState.StartServer => from is SupervisorState.Init or SupervisorState.WaitServerReady,
        SupervisorState.WaitServerReady => from == SupervisorState.StartServer,
        SupervisorState.StartService => from is SupervisorState.WaitServerReady or SupervisorState.WaitServiceReady,
        SupervisorState.WaitServiceReady => from == SupervisorState.StartService,
        SupervisorState.Running => from is SupervisorState.WaitServiceReady or SupervisorState.Restarting,
        SupervisorState.Restarting => from == SupervisorState.Running,
        SupervisorState.Stopping => from is not (SupervisorState.Stopping or SupervisorState.Exit),
        SupervisorState.Exit => from == SupervisorState.Stopping,
        _ => false,
    };
}
