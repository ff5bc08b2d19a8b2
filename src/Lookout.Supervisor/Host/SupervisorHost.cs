using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Lookout.Configuration.Settings;
using Lookout.Native.Posix;
using Lookout.Supervisor.Machine;
using Lookout.Supervisor.Protocol;
using Microsoft.Extensions.Logging;

namespace Lookout.Supervisor.Host;

/// <summary>
/// Lends the machine its hands: processes, pipes, signals, a clock. The calling thread is the only one that touches the
/// machine; it takes one event at a time and does what the machine says.
/// </summary>
public sealed class SupervisorHost : IDisposable
{
    private readonly SupervisorMachine _machine = new();
    private readonly SupervisorQueue _events = new();
    private readonly WorkerProcess?[] _workers = new WorkerProcess?[2];
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly LogRelay _relay;
    private readonly ILogger _logger;

    /// <summary>
    /// Listens for signals from here on: a SIGTERM that comes before <see cref="Run"/> stops the run at its beginning.
    /// </summary>
    /// <param name="relay">Where the workers' log lines go.</param>
    /// <param name="logger">Where the supervisor's own go.</param>
    public SupervisorHost(LogRelay relay, ILogger logger)
    {
        _relay = relay;
        _logger = logger;
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOn));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOn));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            SupervisorLog.HangupIgnored(_logger);
        }));
    }

    /// <summary>One line of the log for each protection that a container should give and this one does not.</summary>
    public static void SayWhatIsMissing(ILogger logger)
    {
        foreach ((string what, string remedy) in Protections.Missing()) SupervisorLog.Unprotected(logger, what, remedy);
    }

    /// <summary>Process id of a worker that runs now; null when none does. For tests.</summary>
    internal int? ProcessOf(WorkerKind worker) => _workers[(int)worker]?.Id;

    /// <summary>Runs both workers until a signal or a failure ends the run, and returns the exit code.</summary>
    /// <param name="settings">What the workers are told.</param>
    /// <param name="command">How each is started.</param>
    /// <param name="announce">Called once, when both are ready for the first time.</param>
    public int Run(LookoutSettings settings, Func<WorkerKind, WorkerCommand> command, Action announce)
    {
        // One nonce for the whole run: a restarted worker must be recognised by the other.
        string nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        byte[] bootLine = new BootMessage(Environment.ProcessId, nonce, settings).ToLine();
        var pending = new Queue<SupervisorEvent>([new Begin()]);
        while (true)
        {
            if (!pending.TryDequeue(out SupervisorEvent? what)) what = _events.Take(TimeToDeadline()) ?? new Tick();
            if (what is Exited exited) Bury(exited);
            foreach (SupervisorAction action in _machine.Step(what, Now(), Random.Shared.NextDouble() * 2 - 1))
            {
                switch (action)
                {
                    case StartWorker start:
                        pending.Enqueue(Start(start, command(start.Worker), bootLine));
                        break;
                    case TerminateWorker terminate:
                        _workers[(int)terminate.Worker]?.Terminate();
                        break;
                    case KillWorker kill:
                        SupervisorLog.Killing(_logger, kill.Worker.Name(), kill.Reason);
                        _workers[(int)kill.Worker]?.Kill();
                        break;
                    case ReportDeath death:
                        SupervisorLog.Died(_logger, death.Worker.Name(), death.Status.ToString(), Math.Round(death.RestartIn.TotalSeconds, 2));
                        break;
                    case ReportFailure failure:
                        SupervisorLog.GivingUp(_logger, failure.Code, failure.Reason);
                        break;
                    case Announce:
                        announce();
                        break;
                    case ExitProcess exit:
                        return exit.Code;
                }
            }
        }
    }

    /// <summary>Does what a SIGTERM does.</summary>
    internal void Stop(string reason)
    {
        SupervisorLog.Stopping(_logger, reason);
        _events.Post(new StopRequested());
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
        foreach (WorkerProcess? worker in _workers) worker?.Dispose();
    }

    private static TimeSpan Now() => Stopwatch.GetElapsedTime(0);

    private TimeSpan TimeToDeadline()
    {
        // Rounded up: a wait in whole milliseconds that ends too early would only be repeated.
        double milliseconds = Math.Ceiling((_machine.NextDeadline - Now()).TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(0, milliseconds));
    }

    private void StopOn(PosixSignalContext context)
    {
        context.Cancel = true;
        Stop(context.Signal.ToString());
    }

    private SupervisorEvent Start(StartWorker start, WorkerCommand command, byte[] bootLine)
    {
        if (WorkerProcess.TryStart(start, command, bootLine, _events, _relay, _logger) is not { } worker)
            return new Exited(start.Worker, start.Incarnation, ExitStatus.NotStarted);
        _workers[(int)start.Worker] = worker;
        SupervisorLog.Started(_logger, start.Worker.Name(), worker.Id, start.Incarnation);
        return new Started(start.Worker, start.Incarnation);
    }

    private void Bury(Exited exited)
    {
        if (_workers[(int)exited.Worker] is not { } worker) return;
        _workers[(int)exited.Worker] = null;
        if (_machine.State == SupervisorState.Stopping) SupervisorLog.Ended(_logger, exited.Worker.Name(), exited.Status.ToString());
        if (ProcessGroup.Sweep(worker.Id)) SupervisorLog.Swept(_logger, exited.Worker.Name());
        worker.Dispose();
    }
}
