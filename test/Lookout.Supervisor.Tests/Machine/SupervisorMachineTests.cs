using Lookout.Supervisor.Machine;
using static Lookout.Supervisor.Machine.WorkerKind;

namespace Lookout.Supervisor.Tests.Machine;

public sealed class SupervisorMachineTests
{
    private static readonly WorkerKind[] Both = [Server, Service];

    [Fact]
    public void Start_goes_by_handshake_and_announces_once()
    {
        var bench = new Bench();
        Assert.Equal([new StartWorker(Server, 1, 0, 0)], bench.Feed(new Begin()));
        Assert.Equal(SupervisorState.StartServer, bench.Machine.State);
        Assert.Empty(bench.Start(Server));
        Assert.Equal(SupervisorState.WaitServerReady, bench.Machine.State);
        Assert.Equal([new StartWorker(Service, 1, 0, 0)], bench.Ready(Server));
        Assert.Equal(SupervisorState.StartService, bench.Machine.State);
        Assert.Empty(bench.Start(Service));
        Assert.Equal(SupervisorState.WaitServiceReady, bench.Machine.State);
        Assert.Equal([new Announce()], bench.Ready(Service));
        Assert.Equal(SupervisorState.Running, bench.Machine.State);
        Assert.Empty(bench.Wait(600, Both));
    }

    [Theory]
    [InlineData(SupervisorState.Init)]
    [InlineData(SupervisorState.StartServer)]
    [InlineData(SupervisorState.WaitServerReady)]
    [InlineData(SupervisorState.StartService)]
    [InlineData(SupervisorState.WaitServiceReady)]
    [InlineData(SupervisorState.Running)]
    [InlineData(SupervisorState.Restarting)]
    [InlineData(SupervisorState.Stopping)]
    public void Stop_in_every_state_ends_in_five_seconds_with_exit_0_though_nobody_listens(SupervisorState state)
    {
        Bench bench = Bench.In(state);
        Assert.Equal(state, bench.Machine.State);
        TimeSpan asked = bench.Now;
        if (state != SupervisorState.Stopping) bench.Feed(new StopRequested());
        while (bench.Machine.State != SupervisorState.Exit) bench.Wait(0.1);
        Assert.InRange(bench.Now - asked, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(new ExitProcess(0), bench.All[^1]);
        Assert.Empty(bench.Feed(new Tick()));
    }

    [Fact]
    public void Service_is_stopped_before_the_server()
    {
        Bench bench = Bench.In(SupervisorState.Running);
        Assert.Equal([new TerminateWorker(Service)], bench.Feed(new StopRequested()));
        Assert.Equal([new TerminateWorker(Server)], bench.Die(Service, 0));
        Assert.Equal([new ExitProcess(0)], bench.Die(Server, 0));
    }

    [Fact]
    public void Second_stop_skips_draining()
    {
        Bench bench = Bench.In(SupervisorState.Stopping);
        Assert.Equal([Service, Server], bench.Feed(new StopRequested()).Cast<KillWorker>().Select(kill => kill.Worker));
        Assert.Empty(bench.Feed(new StopRequested()));
        bench.Die(Service);
        Assert.Equal([new ExitProcess(0)], bench.Die(Server));
    }

    [Fact]
    public void Worker_that_does_not_drain_is_killed_with_its_group()
    {
        Bench bench = Bench.In(SupervisorState.Stopping);
        Assert.Equal([new KillWorker(Service, "did not stop in time")], bench.Wait(2));
        Assert.Equal([new TerminateWorker(Server)], bench.Die(Service));
    }

    [Theory]
    [InlineData(Server, 5)]
    [InlineData(Service, 10)]
    public void Silent_worker_is_killed_and_restarted(WorkerKind silent, double limit)
    {
        Bench bench = Bench.In(SupervisorState.Running);
        WorkerKind other = silent == Server ? Service : Server;
        Assert.Empty(bench.Wait(limit - 0.1, [other]));
        Assert.Equal([new KillWorker(silent, "no heartbeat")], bench.Wait(0.2, [other]));
        Assert.IsType<ReportDeath>(Assert.Single(bench.Die(silent)));
        Assert.Equal(SupervisorState.Restarting, bench.Machine.State);
        Assert.Equal(silent, Assert.IsType<StartWorker>(Assert.Single(bench.Wait(1, [other]))).Worker);
        Assert.Empty(bench.Ready(silent));
        Assert.Equal(SupervisorState.Running, bench.Machine.State);
    }

    [Fact]
    public void Beat_of_a_former_run_keeps_nobody_alive()
    {
        Bench bench = Bench.In(SupervisorState.Restarting);
        bench.Wait(1, [Service]);
        bench.Ready(Server);
        for (int i = 0; i < 5; i++)
        {
            bench.Wait(0.9, [Service]);
            Assert.Empty(bench.Feed(new Beat(Server, 1)));
        }
        Assert.Equal([new KillWorker(Server, "no heartbeat")], bench.Wait(1, [Service]));
    }

    [Fact]
    public void Death_after_half_a_minute_up_is_mended_at_once()
    {
        Bench bench = Bench.In(SupervisorState.Running);
        bench.Wait(31, Both);
        Assert.Equal([new ReportDeath(Server, new ExitStatus(137), TimeSpan.Zero), new StartWorker(Server, 2, 1, 0)], bench.Die(Server));
    }

    [Fact]
    public void Five_kills_a_few_seconds_apart_wait_half_a_second_each()
    {
        Bench bench = Bench.In(SupervisorState.Running);
        for (int i = 0; i < 5; i++)
        {
            bench.Wait(3, Both);
            Assert.Equal(TimeSpan.FromSeconds(0.5), Assert.IsType<ReportDeath>(Assert.Single(bench.Die(Server))).RestartIn);
            bench.Wait(0.5, [Service]);
            bench.Ready(Server);
        }
        Assert.Equal(5, bench.All.OfType<StartWorker>().Last().ServerRestarts);
    }

    [Fact]
    public void Crash_loop_backs_off_and_ends_with_70()
    {
        Bench bench = Bench.In(SupervisorState.Running);
        double[] delays = [0.5, 1, 2, 4, 8, 16, 30, 30, 30];
        foreach (double delay in delays)
        {
            // Not up for long enough to count as working, except the first time.
            bench.Wait(bench.All.OfType<ReportDeath>().Any() ? 0.1 : 0, [Service]);
            Assert.Equal(TimeSpan.FromSeconds(delay), bench.Die(Server, 134).OfType<ReportDeath>().Single().RestartIn);
            bench.Wait(delay, [Service]);
        }
        Assert.Equal(70, bench.Die(Server, 134).OfType<ReportFailure>().Single().Code);
        Assert.Equal([new ExitProcess(70)], bench.Die(Service, 0));
    }

    [Theory]
    [InlineData(-1, 0.4)]
    [InlineData(1, 0.6)]
    public void Delay_is_spread_by_a_fifth(double jitter, double seconds)
    {
        Bench bench = Bench.In(SupervisorState.Running);
        Assert.Equal(TimeSpan.FromSeconds(seconds), bench.Die(Service, jitter: jitter).OfType<ReportDeath>().Single().RestartIn);
    }

    [Theory]
    [InlineData(SupervisorState.WaitServerReady, Server)]
    [InlineData(SupervisorState.WaitServiceReady, Service)]
    public void Address_in_use_at_first_start_ends_with_69(SupervisorState state, WorkerKind worker)
    {
        Bench bench = Bench.In(state);
        Assert.Equal(69, bench.Die(worker, 69).OfType<ReportFailure>().Single().Code);
        if (worker == Service) bench.Die(Server, 0);
        Assert.Equal(new ExitProcess(69), bench.All[^1]);
    }

    [Fact]
    public void Address_in_use_later_is_a_death_like_any_other()
    {
        Bench bench = Bench.In(SupervisorState.Running);
        bench.Die(Service, 69);
        bench.Wait(1, [Server]);
        Assert.IsType<ReportDeath>(Assert.Single(bench.Die(Service, 69)));
        Assert.Equal(SupervisorState.Restarting, bench.Machine.State);
    }

    [Theory]
    [InlineData(SupervisorState.WaitServerReady, Server)]
    [InlineData(SupervisorState.WaitServiceReady, Service)]
    public void No_readiness_at_first_start_ends_with_71(SupervisorState state, WorkerKind worker)
    {
        Bench bench = Bench.In(state);
        bench.Wait(59.9, [Server]);
        Assert.Equal(state, bench.Machine.State);
        bench.Wait(0.2, [Server]);
        Assert.Equal(71, bench.All.OfType<ReportFailure>().Single().Code);
        bench.Die(worker, 0);
        if (worker == Service) bench.Die(Server, 0);
        Assert.Equal(new ExitProcess(71), bench.All[^1]);
    }

    [Fact]
    public void Deaths_at_first_start_do_not_prolong_it()
    {
        Bench bench = Bench.In(SupervisorState.WaitServerReady);
        while (bench.All[^1] is not ExitProcess)
        {
            if (bench.All[^1] is StartWorker) bench.Wait(14);
            if (bench.Machine.State != SupervisorState.Exit) bench.Die(Server, 1);
            bench.Wait(0.1);
        }
        Assert.Equal(71, bench.All.OfType<ReportFailure>().Single().Code);
        Assert.InRange(bench.Now, TimeSpan.FromHours(1) + TimeSpan.FromSeconds(60), TimeSpan.FromHours(1) + TimeSpan.FromSeconds(66));
    }

    [Fact]
    public void No_readiness_later_is_killed_and_tried_again()
    {
        Bench bench = Bench.In(SupervisorState.Restarting);
        bench.Wait(1, [Service]);
        Assert.Contains(new KillWorker(Server, "not ready in time"), bench.Wait(61, [Service]));
        Assert.IsType<ReportDeath>(Assert.Single(bench.Die(Server)));
    }

    [Fact]
    public void Own_pause_is_nobodys_silence()
    {
        Bench bench = Bench.In(SupervisorState.Running);
        bench.Jump(60); // docker pause
        Assert.Empty(bench.Feed(new Tick()));
        Assert.Empty(bench.Wait(4));
        Assert.NotEmpty(bench.Wait(2));
    }

    [Fact]
    public void Server_that_dies_while_the_service_starts_does_not_stop_the_start()
    {
        Bench bench = Bench.In(SupervisorState.WaitServiceReady);
        bench.Die(Server);
        Assert.Empty(bench.Ready(Service));
        bench.Wait(0.5, [Service]);
        Assert.Equal([new Announce()], bench.Ready(Server));
    }

    [Fact]
    public void Process_that_cannot_be_started_is_a_death()
    {
        Bench bench = Bench.In(SupervisorState.StartServer);
        Assert.IsType<ReportDeath>(Assert.Single(bench.Feed(new Exited(Server, 1, ExitStatus.NotStarted))));
        Assert.Equal([new StartWorker(Server, 2, 1, 0)], bench.Wait(0.5));
    }

    [Theory]
    [InlineData(0, "exited with 0")]
    [InlineData(70, "exited with 70")]
    [InlineData(134, "aborted (SIGABRT)")]
    [InlineData(137, "killed (SIGKILL)")]
    [InlineData(139, "crashed (SIGSEGV)")]
    [InlineData(143, "terminated (SIGTERM)")]
    [InlineData(135, "ended by signal 7")]
    [InlineData(255, "exited with 255")]
    [InlineData(-1, "could not be started")]
    public void Exit_status_is_said_exactly(int code, string words) => Assert.Equal(words, new ExitStatus(code).ToString());
}
