using System.Text;

namespace Lookout.Supervisor.Host;

/// <summary>
/// The one writer of our standard error. Everybody hands lines over and nobody waits: when the reader of our log is slow,
/// the queue fills, further lines are dropped and counted, and a line says how many once there is room again.
/// </summary>
/// <remarks>Thread safe. The queue holds 1024 lines.</remarks>
public sealed class LogRelay : IDisposable
{
    internal const int Capacity = 1024;

    private readonly Stream _output;
    private readonly Thread _writer;
    private readonly Queue<byte[]> _lines = new();
    private long _dropped;
    private bool _closed;

    /// <param name="output">Where the lines go; not disposed here.</param>
    public LogRelay(Stream output)
    {
        _output = output;
        _writer = new Thread(WriteLoop, 256 * 1024) { Name = "log relay", IsBackground = true };
        _writer.Start();
    }

    /// <summary>How many lines have been dropped so far.</summary>
    public long Dropped
    {
        get
        {
            lock (_lines) return _dropped;
        }
    }

    /// <summary>Queues one line, without its newline.</summary>
    public void Write(ReadOnlySpan<byte> line) => Write([], line);

    public void Write(string line) => Write(Encoding.UTF8.GetBytes(line));

    /// <summary>Queues prefix and line as one line, without a newline.</summary>
    public void Write(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> line)
    {
        byte[] copy = [.. prefix, .. line, (byte)'\n'];
        lock (_lines)
        {
            if (_lines.Count >= Capacity || _closed)
            {
                _dropped++;
                return;
            }
            _lines.Enqueue(copy);
            Monitor.Pulse(_lines);
        }
    }

    /// <summary>Writes what is queued, for half a second at most.</summary>
    public void Dispose()
    {
        lock (_lines)
        {
            _closed = true;
            Monitor.Pulse(_lines);
        }
        _writer.Join(TimeSpan.FromSeconds(0.5));
    }

    private void WriteLoop()
    {
        long told = 0;
        try
        {
            while (true)
            {
                byte[] line;
                long dropped;
                lock (_lines)
                {
                    while (_lines.Count == 0)
                    {
                        if (_closed) return;
                        Monitor.Wait(_lines);
                    }
                    line = _lines.Dequeue();
                    dropped = _dropped;
                }
                _output.Write(line);
                if (dropped == told) continue;
                _output.Write(Encoding.UTF8.GetBytes($"supervisor: {dropped - told} log lines were dropped, the log's reader was too slow\n"));
                told = dropped;
            }
        }
        catch (IOException)
        {
            // Our log's reader is gone (EPIPE). There is nobody left to tell; the queue fills and drops.
        }
    }
}
