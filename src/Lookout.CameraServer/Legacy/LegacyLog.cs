using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer.Legacy;

internal static partial class LegacyLog
{
    [LoggerMessage(1, LogLevel.Information, "The compatibility socket {Path} serves camera {Camera}")]
    public static partial void Listening(ILogger logger, string path, string camera);

    [LoggerMessage(2, LogLevel.Warning, "The compatibility socket is not served: {Reason}")]
    public static partial void NotListening(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Most} clients are served at the compatibility socket, so another was refused; {Refused} so far")]
    public static partial void Refused(ILogger logger, int most, long refused);

    [LoggerMessage(4, LogLevel.Error, "Serving a client of the compatibility socket failed in our own code")]
    public static partial void ClientFailed(ILogger logger, Exception exception);
}
