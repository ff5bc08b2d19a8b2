namespace Lookout.Supervisor.Protocol;

/// <summary>
/// Splits a stream of bytes into lines of bounded length. A longer line is handed on cut off, and the rest of it is
/// skipped. Allocates nothing a line.
/// </summary>
internal sealed class LineReader(Stream stream, int maxLength)
{
    private readonly byte[] _buffer = new byte[maxLength + 1];
    private int _start;
    private int _end;
    private bool _skipping;

    /// <summary>
    /// The next line without its newline, valid until the next call; false at the end of the stream. What stands after the
    /// last newline is a line too.
    /// </summary>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool wasCut)
    {
        wasCut = false;
        while (true)
        {
            ReadOnlySpan<byte> pending = _buffer.AsSpan(_start, _end - _start);
            int newline = pending.IndexOf((byte)'\n');
            if (newline >= 0)
            {
                _start += newline + 1;
                if (!_skipping)
                {
                    line = pending[..newline];
                    return true;
                }
                _skipping = false;
                continue;
            }
            if (_skipping) _start = _end;
            if (pending.Length == _buffer.Length && !_skipping)
            {
                _start = _end;
                _skipping = true;
                wasCut = true;
                line = pending[..maxLength];
                return true;
            }
            if (!TryFill())
            {
                line = _buffer.AsSpan(_start, _end - _start);
                _start = _end;
                return line.Length > 0 && !_skipping;
            }
        }
    }

    private bool TryFill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
