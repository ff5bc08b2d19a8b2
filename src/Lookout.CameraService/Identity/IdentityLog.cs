using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Identity;

internal static partial class IdentityLog
{
    [LoggerMessage(1, LogLevel.Information, "The database of people is open; {People} are enrolled")]
    public static partial void Opened(ILogger logger, int people);

    [LoggerMessage(2, LogLevel.Error, "Nobody is recognised: {Reason}")]
    public static partial void Closed(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Error, "The damaged database of people was put aside as {Path}")]
    public static partial void PutAside(ILogger logger, string path);

    [LoggerMessage(4, LogLevel.Warning, "A change to the database of people was not made: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Made a new key for the database of people: {Path}. Keep a copy of it apart from copies of the database")]
    public static partial void KeyMade(ILogger logger, string path);

    [LoggerMessage(6, LogLevel.Error, "The thread that recognises people failed; it goes on with an empty memory")]
    public static partial void RecogniserFailed(ILogger logger, Exception exception);
}
