using Microsoft.Extensions.Logging;

namespace Lookout.Supervisor;

internal static partial class SupervisorLog
{
    [LoggerMessage(1, LogLevel.Information, "{Worker} started, pid {Pid}, run {Incarnation}")]
    public static partial void Started(ILogger logger, string worker, int pid, int incarnation);

    [LoggerMessage(2, LogLevel.Error, "{Worker} cannot be started")]
    public static partial void NotStarted(ILogger logger, string worker, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "{Worker} is ready after {Milliseconds} ms")]
    public static partial void Ready(ILogger logger, string worker, long milliseconds);

    [LoggerMessage(4, LogLevel.Warning, "{Worker} {Status}; it is started again in {Delay} s")]
    public static partial void Died(ILogger logger, string worker, string status, double delay);

    [LoggerMessage(5, LogLevel.Warning, "{Worker} is killed: {Reason}")]
    public static partial void Killing(ILogger logger, string worker, string reason);

    [LoggerMessage(6, LogLevel.Warning, "{Worker} left processes behind; they were killed")]
    public static partial void Swept(ILogger logger, string worker);

    [LoggerMessage(7, LogLevel.Warning, "{Worker} said something that is no control line ({Count} so far)")]
    public static partial void BadControlLine(ILogger logger, string worker, long count);

    [LoggerMessage(8, LogLevel.Information, "Stopping on {Signal}")]
    public static partial void Stopping(ILogger logger, string signal);

    [LoggerMessage(9, LogLevel.Information, "SIGHUP is ignored: the configuration is read at start only")]
    public static partial void HangupIgnored(ILogger logger);

    [LoggerMessage(10, LogLevel.Critical, "Giving up, exit {Code}: {Reason}")]
    public static partial void GivingUp(ILogger logger, int code, string reason);

    [LoggerMessage(11, LogLevel.Information, "{Worker} {Status}")]
    public static partial void Ended(ILogger logger, string worker, string status);

    [LoggerMessage(12, LogLevel.Information, "The supervisor is gone; stopping")]
    public static partial void Orphaned(ILogger logger);

    [LoggerMessage(13, LogLevel.Critical, "The worker failed")]
    public static partial void WorkerFailed(ILogger logger, Exception exception);

    [LoggerMessage(14, LogLevel.Error, "A pipe thread failed")]
    public static partial void PipeFailed(ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Warning, "Missing protection: {What}; {Remedy}")]
    public static partial void Unprotected(ILogger logger, string what, string remedy);
}
