using Microsoft.Extensions.Logging;

namespace Lookout.Link;

internal static partial class LinkLog
{
    [LoggerMessage(1, LogLevel.Information, "Link listens on {Path}")]
    public static partial void Listening(ILogger logger, string path);

    [LoggerMessage(2, LogLevel.Information, "Link connection accepted from pid {Pid}")]
    public static partial void Accepted(ILogger logger, int pid);

    [LoggerMessage(3, LogLevel.Information, "Link connection of pid {Pid} ended: {Reason}")]
    public static partial void Ended(ILogger logger, int pid, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Link connection refused: {Reason} ({Refused} refused so far)")]
    public static partial void Refused(ILogger logger, string reason, long refused);

    [LoggerMessage(5, LogLevel.Error, "Link thread failed")]
    public static partial void ThreadFailed(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Information, "Link to camera-server pid {Pid} is up, instance {Instance}, {Cameras} cameras")]
    public static partial void Connected(ILogger logger, int pid, string instance, int cameras);

    [LoggerMessage(7, LogLevel.Warning, "Link to camera-server lost: {Reason}")]
    public static partial void Disconnected(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Information, "Waiting for camera-server: {Reason}")]
    public static partial void Waiting(ILogger logger, string reason);

    [LoggerMessage(9, LogLevel.Warning, "Link of pid {Pid} is too slow, camera {Camera} resumes with its next key frame")]
    public static partial void Overflowed(ILogger logger, int pid, int camera);

    [LoggerMessage(10, LogLevel.Warning, "Link of pid {Pid} is too slow for likenesses ({Dropped} messages dropped so far)")]
    public static partial void LikenessesDropped(ILogger logger, int pid, long dropped);
}
