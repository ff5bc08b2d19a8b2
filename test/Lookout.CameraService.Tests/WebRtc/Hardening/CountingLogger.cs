using System.Text;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.Tests.WebRtc.Hardening;

/// <summary>How much would be written, at the level the product logs at. Any thread.</summary>
internal sealed class CountingLogger : ILogger
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) Interlocked.Add(ref _bytes, Encoding.UTF8.GetByteCount(formatter(state, exception) + exception));
    }
}
