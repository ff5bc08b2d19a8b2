using Microsoft.Extensions.Logging;

namespace Lookout.CameraService;

internal static partial class CameraServiceLog
{
    [LoggerMessage(1, LogLevel.Information, "HTTP listens on {Address}")]
    public static partial void Listening(ILogger logger, string address);

    [LoggerMessage(2, LogLevel.Error, "HTTP cannot listen on {Address}: {Reason}. {Remedy}")]
    public static partial void CannotListen(ILogger logger, string address, string reason, string remedy);

    [LoggerMessage(3, LogLevel.Error, "camera-server has {Theirs} cameras that are not our {Ours}; nothing of it is used")]
    public static partial void OtherCameras(ILogger logger, int theirs, int ours);

    [LoggerMessage(4, LogLevel.Warning, "No page in {Root}; the API works without it")]
    public static partial void NoPage(ILogger logger, string root);

    [LoggerMessage(5, LogLevel.Error, "A {Method} request failed")]
    public static partial void RequestFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "camera-service failed")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "A request to HTTP was still running {Seconds} s after the stop and was cut off")]
    public static partial void CutOff(ILogger logger, double seconds);
}
