using System.Runtime.InteropServices;
using Lookout.Configuration.Settings;
using Lookout.Native.Posix;
using Lookout.Supervisor.Protocol;
using Microsoft.Extensions.Logging;

namespace Lookout.Supervisor.Worker;

/// <summary>What a worker runs once it knows its settings. Returns the exit code.</summary>
public delegate int WorkerMain(LookoutSettings settings, string nonce, Action ready, Action<long> beat, CancellationToken stop);

/// <summary>
/// A worker's end of the supervisor's protocol: reads the boot line, moves into a process group of its own, keeps native
/// libraries away from the control pipe, and ends when it is told to or when its parent is gone.
/// </summary>
public static class WorkerShell
{
    public const int CodeUsage = 64;
    public const int CodeInternal = 70;

    // What Run is promised for an orderly end, and a little more.
    private static readonly TimeSpan OrphanDeadline = TimeSpan.FromSeconds(3.5);

    /// <param name="name">The verb.</param>
    /// <param name="logger">The worker's log.</param>
    /// <param name="main">The worker.</param>
    public static int Run(string name, ILogger logger, WorkerMain main)
    {
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        Stream input = Console.OpenStandardInput();
        if (!Console.IsInputRedirected || ReadBoot(input) is not { } boot || boot.Supervisor != CurrentProcess.ParentId)
        {
            // Stopped, or the supervisor was killed, before it had written the line.
            if (stop.IsCancellationRequested) return 0;
            Console.Error.WriteLine($"lookout: {name} is started by 'lookout run' and not by hand; run 'lookout help'.");
            return CodeUsage;
        }
        ProcessGroup.LeadOwn();
        CurrentProcess.DieWithParent();
        using var control = new FileStream(CurrentProcess.TakeStandardOutput(), FileAccess.Write, bufferSize: 0);
        var lifeline = new Thread(() => WatchParent(input, stop, logger), 128 * 1024) { Name = "lifeline", IsBackground = true };
        lifeline.Start();
        try
        {
            return main(boot.Settings, boot.Nonce, () => Say(control, new ControlLine(IsReady: true, 0)), frames => Say(control, new ControlLine(IsReady: false, frames)), stop.Token);
        }
        catch (Exception exception)
        {
            SupervisorLog.WorkerFailed(logger, exception);
            return CodeInternal;
        }
    }

    private static BootMessage? ReadBoot(Stream input)
    {
        var lines = new LineReader(input, BootMessage.MaxLength);
        return lines.TryRead(out ReadOnlySpan<byte> line, out bool wasCut) && !wasCut && BootMessage.TryParse(line, out BootMessage? boot) ? boot : null;
    }

    private static void Say(FileStream control, ControlLine line)
    {
        Span<byte> bytes = stackalloc byte[ControlLine.MaxLength + 1];
        int length = line.Write(bytes);
        try
        {
            control.Write(bytes[..length]);
        }
        catch (IOException)
        {
            // The supervisor is gone; the lifeline says so too, and ends the worker.
        }
    }

    // Nothing is ever written after the boot line, so this read returns when the last end of the pipe closes.
    private static void WatchParent(Stream input, CancellationTokenSource stop, ILogger logger)
    {
        Span<byte> ignored = stackalloc byte[64];
        try
        {
            while (input.Read(ignored) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Same as its end.
        }
        SupervisorLog.Orphaned(logger);
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return; // ending anyway
        }
        Thread.Sleep(OrphanDeadline);
        CurrentProcess.ExitNow(CodeInternal);
    }
}
