using Lookout.Rtc.Session;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.WebRtc;

internal static partial class WebRtcLog
{
    [LoggerMessage(1, LogLevel.Information, "WebRTC media on UDP port {Port}")]
    public static partial void Listening(ILogger logger, int port);

    [LoggerMessage(2, LogLevel.Warning, "Cannot listen for WebRTC media: {Problem}; trying again every two seconds")]
    public static partial void BindFailed(ILogger logger, string problem);

    [LoggerMessage(3, LogLevel.Information, "Viewer {Session} watches {Camera}, connected after {Milliseconds} ms")]
    public static partial void Connected(ILogger logger, string session, string camera, int milliseconds);

    [LoggerMessage(4, LogLevel.Information, "Viewer {Session} of {Camera} ended: {Reason}")]
    public static partial void Ended(ILogger logger, string session, string camera, SessionEndReason reason);

    [LoggerMessage(5, LogLevel.Error, "Fault while handling a datagram ({Count} so far)")]
    public static partial void DatagramFault(ILogger logger, long count, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "Fault in the WebRTC loop ({Count} so far)")]
    public static partial void LoopFault(ILogger logger, long count, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "Viewer {Session} of {Camera} fell behind and waits for a key frame")]
    public static partial void Overrun(ILogger logger, string session, string camera);

    [LoggerMessage(8, LogLevel.Warning, "Session {Session} of {Camera} failed ({Code}): {Remedy}")]
    public static partial void Failed(ILogger logger, string session, string camera, string code, string remedy);
}
