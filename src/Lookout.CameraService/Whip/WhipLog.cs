using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Whip;

internal static partial class WhipLog
{
    [LoggerMessage(1, LogLevel.Information, "{Camera} is published at {Endpoint}")]
    public static partial void Publishing(ILogger logger, string camera, string endpoint);

    [LoggerMessage(2, LogLevel.Warning, "{Camera} is not published at {Endpoint}: {Problem} Trying again in {Seconds} s and for ever, without a word until something changes")]
    public static partial void Failing(ILogger logger, string camera, string endpoint, string problem, int seconds);

    [LoggerMessage(3, LogLevel.Error, "The publication of {Camera} ended by a defect")]
    public static partial void Defect(ILogger logger, string camera, Exception exception);
}
