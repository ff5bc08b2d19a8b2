using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.WebRtc.Routes;

internal static partial class RouteLog
{
    [LoggerMessage(1, LogLevel.Information, "WebRTC media on TCP port {Port} too")]
    public static partial void TcpListening(ILogger logger, int port);

    [LoggerMessage(2, LogLevel.Warning, "No WebRTC media over TCP: {Problem}; trying again every ten seconds")]
    public static partial void TcpBindFailed(ILogger logger, string problem);
}
