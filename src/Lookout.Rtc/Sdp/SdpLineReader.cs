namespace Lookout.Rtc.Sdp;

/// <summary>
/// Walks the lines of a session description (RFC 8866 §5), each "type=value", ended by CRLF or LF. Ends early, with
/// <see cref="Malformed"/> set, at a line that is none, is longer than <see cref="MaxLine"/> or holds a control
/// character, and after <see cref="MaxLines"/> lines.
/// </summary>
public ref struct SdpLineReader(ReadOnlySpan<char> text)
{
    /// <summary>Characters of a line.</summary>
    public const int MaxLine = 2048;

    /// <summary>Lines of a description.</summary>
    public const int MaxLines = 2000;

    private ReadOnlySpan<char> _rest = text;

    /// <summary>The letter before the equals sign.</summary>
    public char Type { get; private set; }

    /// <summary>What stands behind it.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>Number of the current line, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Whether the walk ended at something that is no line.</summary>
    public bool Malformed { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty || Malformed) return false;
        Line++;
        int end = _rest.IndexOf('\n');
        ReadOnlySpan<char> line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        if (line.EndsWith('\r')) line = line[..^1];
        if (line.Length is < 2 or > MaxLine || line[1] != '=' || !char.IsAsciiLetterLower(line[0])
            || Line > MaxLines || line.ContainsAnyInRange((char)0, (char)31) || line.Contains((char)127))
        {
            Malformed = true;
            return false;
        }

        Type = line[0];
        Value = line[2..];
        return true;
    }
}
