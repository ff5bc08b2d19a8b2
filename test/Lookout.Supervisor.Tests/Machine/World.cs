using Lookout.Supervisor.Machine;

namespace Lookout.Supervisor.Tests.Machine;

/// <summary>Simulated processes for <see cref="SupervisorModelTests"/>. Checks what must hold at every step.</summary>
internal sealed class World
{
    private readonly Random _random;
    private readonly SortedList<double, SupervisorEvent> _due = [];
    private readonly Child?[] _children = new Child?[2];
    private readonly bool[] _wasReady = new bool[2];
    private readonly bool _crashy;
    private bool _serverAskedToStop;
    private int _announced;

    public World(int seed)
    {
        _random = new Random(seed);
        _crashy = _random.Next(3) == 0;
        Feed(new Begin());
    }

    public SupervisorMachine Machine { get; } = new();

    public double Now { get; private set; } = 1_000;

    public bool IsOver => Machine.State == SupervisorState.Exit;

    public int ExitCode { get; private set; }

    public double EndedAt { get; private set; }

    public void StopAgainAt(double time) => Schedule(time, new StopRequested());

    public void RunFor(double seconds)
    {
        double end = Now + seconds;
        while (!IsOver)
        {
            double tick = Machine.NextDeadline.TotalSeconds + 1e-6; // a double is coarser than a TimeSpan
            double next = _due.Count > 0 && _due.Keys[0] < tick ? _due.Keys[0] : tick;
            if (next > end) return;
            Now = Math.Max(Now, next);
            SupervisorEvent what = new Tick();
            if (_due.Count > 0 && _due.Keys[0] <= Now)
            {
                what = _due.Values[0];
                _due.RemoveAt(0);
            }
            if (what is Exited exited)
            {
                if (_children[(int)exited.Worker]?.Incarnation != exited.Incarnation) continue;
                _children[(int)exited.Worker] = null;
            }
            else if (what is Ready ready)
            {
                _wasReady[(int)ready.Worker] = true;
            }
            Feed(what);
            // The next beat follows unless the child hangs or is gone.
            if (what is Beat beat && _children[(int)beat.Worker] is { } child && child.Incarnation == beat.Incarnation && _random.Next(200) > 0)
                Schedule(Now + 1, beat);
        }
    }

    public void Feed(SupervisorEvent what)
    {
        // Copied, since acting feeds the machine again.
        foreach (SupervisorAction action in Machine.Step(what, TimeSpan.FromSeconds(Now), _random.NextDouble() * 2 - 1).ToArray()) Act(action);
    }

    private void Act(SupervisorAction action)
    {
        switch (action)
        {
            case StartWorker start:
                Assert.True(start.Worker == WorkerKind.Server || _wasReady[0], "the service was started before the server was ready");
                Assert.Null(_children[(int)start.Worker]);
                Assert.NotEqual(SupervisorState.Stopping, Machine.State);
                Spawn(start);
                break;
            case TerminateWorker terminate:
                _serverAskedToStop |= terminate.Worker == WorkerKind.Server;
                Assert.False(_serverAskedToStop && _children[(int)WorkerKind.Service] is not null, "the server was stopped before the service was gone");
                if (Of(terminate.Worker) is { HeedsTerm: true } heeding) Schedule(Now + _random.NextDouble() * 3, new Exited(terminate.Worker, heeding.Incarnation, new ExitStatus(0)));
                break;
            case KillWorker kill:
                if (Of(kill.Worker) is { } killed) Schedule(Now + _random.NextDouble() * 0.05, new Exited(kill.Worker, killed.Incarnation, new ExitStatus(137)));
                break;
            case Announce:
                Assert.Equal(1, ++_announced);
                break;
            case ExitProcess exit:
                Assert.All(_children, Assert.Null);
                ExitCode = exit.Code;
                EndedAt = Now;
                break;
        }
    }

    private Child? Of(WorkerKind worker) => _children[(int)worker];

    private void Spawn(StartWorker start)
    {
        if (_random.Next(50) == 0)
        {
            Feed(new Exited(start.Worker, start.Incarnation, ExitStatus.NotStarted));
            return;
        }
        _children[(int)start.Worker] = new Child(start.Incarnation, HeedsTerm: _random.Next(10) > 0);
        Feed(new Started(start.Worker, start.Incarnation));
        double readyAt = Now + _random.NextDouble() * (_random.Next(20) == 0 ? 100 : 2);
        Schedule(readyAt, new Ready(start.Worker, start.Incarnation));
        Schedule(readyAt + 1, new Beat(start.Worker, start.Incarnation));
        if (_crashy || _random.Next(3) == 0)
        {
            int code = (int[])[0, 1, 69, 134, 137, 139] is { } codes ? codes[_random.Next(codes.Length)] : 0;
            Schedule(Now + _random.NextDouble() * _random.Next(1, 60), new Exited(start.Worker, start.Incarnation, new ExitStatus(code)));
        }
    }

    private void Schedule(double time, SupervisorEvent what)
    {
        while (_due.ContainsKey(time)) time = Math.BitIncrement(time);
        _due.Add(time, what);
    }

    private sealed record Child(int Incarnation, bool HeedsTerm);
}
