using System.Collections.Concurrent;
using System.Text;

namespace Lookout.Supervisor.Tests.Host;

/// <summary>A log's reader: waits for lines, and can be slow.</summary>
internal sealed class LineSink : Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<string> _lines = [];
    private readonly List<string> _passedOver = [];
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly ManualResetEventSlim _held = new(initialState: false);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes every write wait until <see cref="Resume"/>.</summary>
    public void Block() => _open.Reset();

    public void Resume() => _open.Set();

    /// <summary>Returns once a write waits for <see cref="Resume"/>.</summary>
    public void WaitUntilHeld()
    {
        if (!_held.Wait(Patience)) throw new TimeoutException("nobody writes");
    }

    /// <summary>
    /// Takes the first line not taken yet that holds the text. Two threads write the log, so the order of lines is theirs.
    /// </summary>
    public string WaitFor(string text)
    {
        int known = _passedOver.FindIndex(passed => passed.Contains(text, StringComparison.Ordinal));
        if (known >= 0)
        {
            string found = _passedOver[known];
            _passedOver.RemoveAt(known);
            return found;
        }
        while (_lines.TryTake(out string? line, Patience))
        {
            if (line.Contains(text, StringComparison.Ordinal)) return line;
            _passedOver.Add(line);
        }
        throw new TimeoutException($"no line with '{text}' came");
    }

    public List<string> Rest() => [.. _lines];

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!_open.IsSet) _held.Set();
        _open.Wait();
        _lines.Add(Encoding.UTF8.GetString(buffer, offset, count).TrimEnd('\n'));
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
