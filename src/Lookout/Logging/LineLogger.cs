using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Lookout.Logging;

/// <summary>Formats one entry as one line. Control characters are made visible, so no message can forge another line.</summary>
internal sealed class LineLogger : ILogger
{
    private const string Own = "Lookout.";

    private readonly string _head;
    private readonly LogLevel _minimum;
    private readonly LogSink _sink;

    public LineLogger(string service, string category, LogSink sink)
    {
        bool own = category.StartsWith(Own, StringComparison.Ordinal);
        _head = $" {service} {(own ? category[Own.Length..] : category)}: ";
        // Kestrel's information is about every request.
        _minimum = own ? LogLevel.Information : LogLevel.Warning;
        _sink = sink;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= _minimum && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var line = new StringBuilder(160);
        line.Append(DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)).Append(' ').Append(NameOf(logLevel)).Append(_head);
        AppendVisibly(line, formatter(state, exception));
        if (exception is not null) AppendVisibly(line.Append(" | "), exception.ToString());
        _sink(Encoding.UTF8.GetBytes(line.ToString()));
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    private static void AppendVisibly(StringBuilder line, string text)
    {
        foreach (char c in text)
        {
            if (c == '\n') line.Append(" | ");
            else if (c != '\r') line.Append(char.IsControl(c) ? '?' : c);
        }
    }
}
