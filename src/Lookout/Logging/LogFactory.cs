using Microsoft.Extensions.Logging;

namespace Lookout.Logging;

/// <summary>Takes one finished log line, without its newline.</summary>
internal delegate void LogSink(ReadOnlySpan<byte> line);

/// <summary>
/// Loggers that write <c>2026-11-23T21:44:12.123Z info camera-server Link: message</c>. Our own, since the console logger of
/// Microsoft.Extensions costs a thread and a queue in each of three processes and cannot put the service first.
/// </summary>
internal sealed class LogFactory(string service, LogSink sink) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(service, categoryName, sink);

    /// <summary>There is one sink; another provider is a defect.</summary>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
