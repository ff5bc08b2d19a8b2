using Lookout.Supervisor.Machine;

namespace Lookout.Supervisor.Tests.Machine;

/// <summary>A machine on the bench, with a clock that is turned by hand.</summary>
internal sealed class Bench
{
    public SupervisorMachine Machine { get; } = new();

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    public List<SupervisorAction> All { get; } = [];

    public List<SupervisorAction> Feed(SupervisorEvent what, double jitter = 0)
    {
        List<SupervisorAction> actions = [.. Machine.Step(what, Now, jitter)];
        All.AddRange(actions);
        return actions;
    }

    /// <summary>Lets time pass, ticking as often as a host would; both workers beat if asked to.</summary>
    public List<SupervisorAction> Wait(double seconds, WorkerKind[]? beating = null)
    {
        List<SupervisorAction> actions = [];
        TimeSpan end = Now + TimeSpan.FromSeconds(seconds);
        while (Now < end)
        {
            Now = Machine.NextDeadline < end ? Machine.NextDeadline : end;
            foreach (WorkerKind worker in beating ?? []) actions.AddRange(Feed(new Beat(worker, Incarnation(worker))));
            actions.AddRange(Feed(new Tick()));
        }
        return actions;
    }

    public void Jump(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public int Incarnation(WorkerKind worker) => All.OfType<StartWorker>().Last(start => start.Worker == worker).Incarnation;

    public List<SupervisorAction> Start(WorkerKind worker) => Feed(new Started(worker, Incarnation(worker)));

    public List<SupervisorAction> Ready(WorkerKind worker) => Feed(new Ready(worker, Incarnation(worker)));

    public List<SupervisorAction> Die(WorkerKind worker, int code = 137, double jitter = 0) =>
        Feed(new Exited(worker, Incarnation(worker), new ExitStatus(code)), jitter);

    /// <summary>As far as the state, by the shortest way.</summary>
    public static Bench In(SupervisorState state)
    {
        var bench = new Bench();
        if (state == SupervisorState.Init) return bench;
        bench.Feed(new Begin());
        if (state == SupervisorState.StartServer) return bench;
        bench.Start(WorkerKind.Server);
        if (state == SupervisorState.WaitServerReady) return bench;
        bench.Ready(WorkerKind.Server);
        if (state == SupervisorState.StartService) return bench;
        bench.Start(WorkerKind.Service);
        if (state == SupervisorState.WaitServiceReady) return bench;
        bench.Ready(WorkerKind.Service);
        if (state == SupervisorState.Restarting) bench.Die(WorkerKind.Server);
        if (state == SupervisorState.Stopping) bench.Feed(new StopRequested());
        return bench;
    }
}
