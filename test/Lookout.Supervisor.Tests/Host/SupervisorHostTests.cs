using Lookout.Native.Posix;
using Lookout.Supervisor.Host;
using Lookout.Supervisor.Machine;
using Microsoft.Extensions.Logging;
using static Lookout.Supervisor.Machine.WorkerKind;

namespace Lookout.Supervisor.Tests.Host;

/// <summary>The host with real processes: shells that speak the workers' protocol. Every wait is for a line of the log.</summary>
public sealed class SupervisorHostTests : IDisposable
{
    // Reads the boot line, says what it was told, is ready, and beats until it is told to end.
    private const string Worker = """
        read -r boot; echo "$NAME boot $boot" >&2; echo "$NAME restarts $LOOKOUT_SERVER_RESTARTS $LOOKOUT_SERVICE_RESTARTS" >&2
        trap 'echo "$NAME ends" >&2; exit 0' TERM
        echo '{"ready":true}'
        while :; do echo '{"beat":1}'; sleep 0.2 & wait $!; done
        """;

    private readonly LineSink _sink = new();
    private readonly LogRelay _relay;
    private readonly SupervisorHost _host;
    private readonly Dictionary<WorkerKind, string> _scripts = new() { [Server] = Worker, [Service] = Worker };
    private int _announced;

    public SupervisorHostTests()
    {
        _relay = new LogRelay(_sink);
        _host = new SupervisorHost(_relay, new RelayLogger(_relay));
    }

    [Fact]
    public void Workers_start_by_handshake_stop_in_order_and_leave_nothing()
    {
        Task<int> run = Run();
        _sink.WaitFor("camera-server: camera-server boot {\"supervisor\":");
        _sink.WaitFor("camera-server is ready");
        _sink.WaitFor("camera-service is ready");
        _sink.WaitFor("announced");
        int server = _host.ProcessOf(Server)!.Value, service = _host.ProcessOf(Service)!.Value;
        _host.Stop("test");
        _sink.WaitFor("camera-service ends");
        _sink.WaitFor("camera-server ends");
        Assert.Equal(0, Wait(run));
        Assert.Equal(1, _announced);
        Assert.True(IsDead(server));
        Assert.True(IsDead(service));
    }

    [Fact]
    public void Killed_server_comes_back_with_the_same_nonce_and_its_count()
    {
        Task<int> run = Run();
        string boot = _sink.WaitFor("camera-server boot");
        _sink.WaitFor("camera-server is ready");
        _sink.WaitFor("camera-service is ready");
        _sink.WaitFor("announced");
        ProcessGroup.SignalOne(_host.ProcessOf(Server)!.Value, Signal.Kill);
        Assert.Contains("camera-server killed (SIGKILL); it is started again in 0.", _sink.WaitFor("killed (SIG"), StringComparison.Ordinal);
        Assert.Equal(boot, _sink.WaitFor("camera-server boot"));
        _sink.WaitFor("camera-server restarts 1 0");
        _sink.WaitFor("camera-server is ready");
        ProcessGroup.SignalOne(_host.ProcessOf(Service)!.Value, Signal.Kill);
        _sink.WaitFor("camera-service restarts 1 1");
        _sink.WaitFor("camera-service is ready");
        _host.Stop("test");
        Assert.Equal(0, Wait(run));
        Assert.Equal(1, _announced);
    }

    [Fact]
    public void What_a_worker_leaves_behind_is_killed()
    {
        _scripts[Server] = "sleep 600 & echo left $! >&2; " + Worker;
        Task<int> run = Run();
        int left = int.Parse(_sink.WaitFor("camera-server: left ").Split(' ')[2], null);
        _sink.WaitFor("announced");
        Assert.False(IsDead(left));
        _host.Stop("test");
        _sink.WaitFor("camera-server left processes behind");
        Assert.Equal(0, Wait(run));
        Assert.True(SpinWait.SpinUntil(() => IsDead(left), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Worker_deaf_to_sigterm_is_killed_and_the_exit_is_still_orderly()
    {
        _scripts[Service] = Worker.Replace("exit 0", "true", StringComparison.Ordinal);
        Task<int> run = Run();
        _sink.WaitFor("announced");
        _host.Stop("test");
        _sink.WaitFor("camera-service is killed: did not stop in time");
        Assert.Equal(0, Wait(run));
    }

    [Fact]
    public void Stop_before_readiness_is_orderly()
    {
        _scripts[Server] = "read -r boot; echo waiting >&2; exec sleep 600";
        Task<int> run = Run();
        _sink.WaitFor("waiting");
        _host.Stop("test");
        Assert.Equal(0, Wait(run));
        Assert.Equal(0, _announced);
    }

    [Fact]
    public void Address_in_use_at_the_start_is_exit_69()
    {
        _scripts[Service] = "read -r boot; exit 69";
        Task<int> run = Run();
        _sink.WaitFor("exit 69: camera-service: an address to listen on is taken");
        Assert.Equal(69, Wait(run));
    }

    [Fact]
    public void Chatter_on_the_control_pipe_is_refused_and_harms_nobody()
    {
        _scripts[Server] = "echo 'libfoo: hello'; head -c 100000 /dev/zero; echo; " + Worker;
        Task<int> run = Run();
        _sink.WaitFor("camera-server said something that is no control line (1 so far)");
        _sink.WaitFor("announced");
        _host.Stop("test");
        Assert.Equal(0, Wait(run));
    }

    [Fact]
    public void Full_log_does_not_hold_up_a_worker()
    {
        _scripts[Server] = "i=0; while [ $i -lt 5000 ]; do echo flood $i >&2; i=$((i+1)); done; " + Worker;
        _sink.Block();
        using var announced = new ManualResetEventSlim();
        Task<int> run = Run(announced.Set);
        // The flood is far more than a pipe and the queue hold: had anybody waited, nobody would be ready.
        Assert.True(announced.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(_relay.Dropped > 0);
        _sink.Resume();
        _host.Stop("test");
        Assert.Equal(0, Wait(run));
    }

    [Fact]
    public void Executable_that_is_not_there_is_said_and_retried()
    {
        Task<int> run = Task.Factory.StartNew(
            () => _host.Run(Any.Settings, _ => new WorkerCommand("/no/such/lookout", []), () => { }),
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _sink.WaitFor("camera-server cannot be started");
        _sink.WaitFor("camera-server could not be started; it is started again in");
        _sink.WaitFor("camera-server cannot be started");
        _host.Stop("test");
        Assert.Equal(0, Wait(run));
    }

    public void Dispose()
    {
        _host.Dispose();
        _relay.Dispose();
        _sink.Dispose();
    }

    // Gone, or a zombie that only its new parent can reap. proc(5): "pid (name) state ...".
    private static bool IsDead(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1][0] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static int Wait(Task<int> run)
    {
        Assert.True(run.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        return run.Result;
    }

    // setsid gives the shell its own process group, as a real worker gives itself.
    private Task<int> Run(Action? announced = null) => Task.Factory.StartNew(
        () => _host.Run(
            Any.Settings,
            kind => new WorkerCommand("setsid", ["env", $"NAME={kind.Name()}", "sh", "-c", _scripts[kind]]),
            () =>
            {
                _announced++;
                _relay.Write("announced");
                announced?.Invoke();
            }),
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class RelayLogger(LogRelay relay) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            relay.Write(formatter(state, exception));
    }
}
