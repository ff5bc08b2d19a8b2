using Microsoft.Extensions.Logging;

namespace Lookout.Fuzz.Peers;

/// <summary>Hears what the endpoint calls a bug of its own: everything logged as an error.</summary>
internal sealed class BugListener : ILogger
{
    private volatile string? _bug;

    public string? Bug => _bug;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _bug ??= $"{formatter(state, exception)} {exception}";
    }
}
