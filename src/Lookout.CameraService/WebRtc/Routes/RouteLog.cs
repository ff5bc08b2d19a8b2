using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.WebRtc.Routes;

internal static partial class RouteLog
{
    [LoggerMessage(1, LogLevel.Information, "WebRTC media on TCP port {Port} too")]
    public static partial void TcpListening(ILogger logger, int port);

    [LoggerMessage(2, LogLevel.Warning, "No WebRTC media over TCP: {Problem}; trying again every ten seconds")]
    public static partial void TcpBindFailed(ILogger logger, string problem);

    [LoggerMessage(3, LogLevel.Information, "TURN server {Server} relays for us")]
    public static partial void TurnAllocated(ILogger logger, string server);

    [LoggerMessage(4, LogLevel.Warning, "TURN server {Server} does not relay for us: {Problem}; trying again")]
    public static partial void TurnLost(ILogger logger, string server, string problem);
}
