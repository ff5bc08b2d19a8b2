using System.Globalization;

namespace Lookout.E2E.Harness.Product;

/// <summary>What a process wrote, line by line with the second it came; the oldest lines go first beyond 5000.</summary>
public sealed class ProcessLog
{
    private const int Capacity = 5000;

    private readonly Queue<string> _lines = new();
    private readonly DateTime _start = DateTime.UtcNow;

    /// <summary>Keeps one line; null is the end of the stream.</summary>
    public void Add(string? line)
    {
        if (line is null) return;
        string stamped = string.Create(CultureInfo.InvariantCulture, $"{(DateTime.UtcNow - _start).TotalSeconds,8:0.000} {line}");
        lock (_lines)
        {
            if (_lines.Count == Capacity) _lines.Dequeue();
            _lines.Enqueue(stamped);
        }
    }

    /// <summary>Whether a line holds this text.</summary>
    public bool Contains(string text) => ToString().Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>All lines kept.</summary>
    public override string ToString()
    {
        lock (_lines) return string.Join('\n', _lines);
    }
}
