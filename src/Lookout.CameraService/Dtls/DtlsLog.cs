using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Dtls;

internal static partial class DtlsLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "DTLS connected with profile {Profile}")]
    public static partial void Connected(ILogger logger, Rtc.Srtp.SrtpProfile profile);

    [LoggerMessage(Level = LogLevel.Information, Message = "DTLS handshake failed: {Outcome} ({Detail})")]
    public static partial void Failed(ILogger logger, DtlsOutcome outcome, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "DTLS handshake ended by a bug")]
    public static partial void Bug(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "DTLS connection broken after the handshake: {Detail}")]
    public static partial void Broken(ILogger logger, string detail);
}
