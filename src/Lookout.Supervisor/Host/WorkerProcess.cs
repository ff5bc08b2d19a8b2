using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Lookout.Native.Posix;
using Lookout.Supervisor.Machine;
using Lookout.Supervisor.Protocol;
using Microsoft.Extensions.Logging;

namespace Lookout.Supervisor.Host;

/// <summary>
/// One run of a worker: its process and the two threads that listen to it. What it says and how it ends is posted as events
/// of its incarnation; what it logs goes to the relay.
/// </summary>
/// <remarks>The host disposes of it once <see cref="Exited"/> has been posted, or at its own end.</remarks>
internal sealed class WorkerProcess : IDisposable
{
    private const int LongestLogLine = 8 * 1024;
    private const int PipeThreadStack = 256 * 1024;

    private readonly Process _process;
    private readonly StartWorker _start;
    private readonly SupervisorQueue _events;
    private readonly LogRelay _relay;
    private readonly ILogger _logger;
    private readonly byte[] _logPrefix;

    private WorkerProcess(Process process, StartWorker start, SupervisorQueue events, LogRelay relay, ILogger logger)
    {
        _process = process;
        _start = start;
        _events = events;
        _relay = relay;
        _logger = logger;
        _logPrefix = System.Text.Encoding.ASCII.GetBytes($"{Name}: ");
    }

    public int Id => _process.Id;

    public WorkerKind Kind => _start.Worker;

    private string Name => _start.Worker.Name();

    /// <summary>
    /// Starts the process. To be called from one thread that lives as long as the supervisor, since the kernel takes that
    /// thread for the parent (prctl(2) PR_SET_PDEATHSIG). Null when the process cannot be started.
    /// </summary>
    public static WorkerProcess? TryStart(StartWorker start, WorkerCommand command, byte[] bootLine, SupervisorQueue events, LogRelay relay, ILogger logger)
    {
        var process = new Process
        {
            EnableRaisingEvents = true,
            StartInfo = new ProcessStartInfo(command.FileName, command.Arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["LOOKOUT_SERVER_RESTARTS"] = start.ServerRestarts.ToString(CultureInfo.InvariantCulture),
                    ["LOOKOUT_SERVICE_RESTARTS"] = start.ServiceRestarts.ToString(CultureInfo.InvariantCulture),
                },
            },
        };
        var worker = new WorkerProcess(process, start, events, relay, logger);
        process.Exited += worker.OnExited;
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            SupervisorLog.NotStarted(logger, worker.Name, exception);
            process.Dispose();
            return null;
        }
        worker.Listen("control", () => worker.Converse(bootLine));
        worker.Listen("log", worker.PassLogOn);
        return worker;
    }

    public void Terminate() => ProcessGroup.SignalOne(Id, Signal.Terminate);

    public void Kill() => ProcessGroup.SignalAll(Id, Signal.Kill);

    public void Dispose()
    {
        _process.Exited -= OnExited;
        _process.Dispose();
    }

    // Raised once, after the runtime has reaped the child.
    private void OnExited(object? sender, EventArgs arguments) =>
        _events.Post(new Exited(_start.Worker, _start.Incarnation, new ExitStatus(_process.ExitCode)));

    private void Listen(string what, Action loop)
    {
        var thread = new Thread(() => Guard(loop), PipeThreadStack) { Name = $"{Name} {what}", IsBackground = true };
        thread.Start();
    }

    private void Guard(Action loop)
    {
        try
        {
            loop();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The worker is gone in the middle of a line; its exit is an event of its own.
        }
        catch (Exception exception)
        {
            SupervisorLog.PipeFailed(_logger, exception);
        }
    }

    // The boot line may be longer than a pipe holds, so it is written here and not on the host's thread.
    private void Converse(byte[] bootLine)
    {
        Stream input = _process.StandardInput.BaseStream;
        input.Write(bootLine);
        input.Flush();
        var lines = new LineReader(_process.StandardOutput.BaseStream, ControlLine.MaxLength);
        long started = Stopwatch.GetTimestamp();
        long bad = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line, out bool wasCut))
        {
            if (wasCut || !ControlLine.TryParse(line, out ControlLine control))
            {
                // A chatty worker must not flood the log: told at 1, 2, 4, 8 ...
                if (long.IsPow2(++bad)) SupervisorLog.BadControlLine(_logger, Name, bad);
                continue;
            }
            if (control.IsReady) SupervisorLog.Ready(_logger, Name, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            _events.Post(control.IsReady ? new Ready(_start.Worker, _start.Incarnation) : new Beat(_start.Worker, _start.Incarnation));
        }
    }

    private void PassLogOn()
    {
        var lines = new LineReader(_process.StandardError.BaseStream, LongestLogLine);
        while (lines.TryRead(out ReadOnlySpan<byte> line, out _))
        {
            // Our own lines begin with a time and name their service; a native library's do not.
            if (StartsWithTime(line)) _relay.Write(line);
            else _relay.Write(_logPrefix, line);
        }
    }

    private static bool StartsWithTime(ReadOnlySpan<byte> line) => line.Length > 10 && line[4] == '-' && line[7] == '-' && line[10] == 'T';
}
