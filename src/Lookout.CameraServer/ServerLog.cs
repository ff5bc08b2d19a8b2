using Lookout.Vision.Providers;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer;

internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Camera {Camera} is online, {Width}x{Height}")]
    public static partial void CameraOnline(ILogger logger, string camera, int width, int height);

    [LoggerMessage(2, LogLevel.Warning, "Camera {Camera} is offline: {Reason}")]
    public static partial void CameraLost(ILogger logger, string camera, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Camera {Camera} delivers no frame; opening it again")]
    public static partial void CameraStalled(ILogger logger, string camera);

    [LoggerMessage(4, LogLevel.Information, "Camera {Camera} cannot be passed through and is decoded and encoded here")]
    public static partial void CameraDecodes(ILogger logger, string camera);

    [LoggerMessage(5, LogLevel.Critical, "Camera {Camera} cannot be closed; this process has to be replaced")]
    public static partial void CameraWedged(ILogger logger, string camera);

    [LoggerMessage(6, LogLevel.Error, "Camera {Camera} failed in our own code")]
    public static partial void CameraFailed(ILogger logger, string camera, Exception exception);

    [LoggerMessage(7, LogLevel.Information, "Face detection runs")]
    public static partial void AnalysisReady(ILogger logger);

    [LoggerMessage(8, LogLevel.Warning, "Face detection is off: {Reason}")]
    public static partial void AnalysisOff(ILogger logger, string reason);

    [LoggerMessage(9, LogLevel.Error, "Face detection failed in our own code")]
    public static partial void AnalysisFailed(ILogger logger, Exception exception);

    [LoggerMessage(10, LogLevel.Error, "The link cannot be opened: {Reason}")]
    public static partial void LinkBusy(ILogger logger, string reason);

    [LoggerMessage(11, LogLevel.Warning, "Capture of {Camera} does not turn; no heartbeat until it does")]
    public static partial void CameraStuck(ILogger logger, string camera);

    [LoggerMessage(12, LogLevel.Error, "Capture of {Camera} did not end in time")]
    public static partial void CameraDidNotEnd(ILogger logger, string camera);

    [LoggerMessage(13, LogLevel.Error, "A still picture could not be looked at")]
    public static partial void StillFailed(ILogger logger, Exception exception);

    [LoggerMessage(40, LogLevel.Information, "Model {Model} runs on {Provider}")]
    public static partial void ModelPlaced(ILogger logger, string model, InferenceProvider provider);

    [LoggerMessage(41, LogLevel.Warning, "Model {Model} runs on the CPU: {Reason}")]
    public static partial void ModelFellBack(ILogger logger, string model, string reason);
}
