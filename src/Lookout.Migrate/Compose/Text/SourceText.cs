using System.Text;

namespace Lookout.Migrate.Compose.Text;

/// <summary>
/// A file's text by lines. Decoding is strict, so encoding gives back every byte that was not edited. Inside,
/// <see cref="Text"/> always ends in a line break, which lets every edit think in whole lines; a break that the file
/// lacks is taken away again by <see cref="Encode"/>.
/// </summary>
internal sealed class SourceText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly bool _marked;
    private readonly bool _unbroken;
    private readonly List<int> _starts = [0];

    private SourceText(string text, bool marked)
    {
        _marked = marked;
        _unbroken = text.Length > 0 && text[^1] != '\n';
        int first = text.IndexOf('\n');
        Text = _unbroken ? text + (first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n") : text;
        for (int i = 0; i < Text.Length - 1; i++)
        {
            if (Text[i] == '\n') _starts.Add(i + 1);
        }
    }

    public string Text { get; }

    /// <summary>The text as the file has it, without the mark.</summary>
    public string Original => AsWritten(Text);

    public int Lines => _starts.Count;

    /// <summary>Decodes UTF-8 with or without a byte order mark; false when a byte is none of UTF-8's, and where it stands.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out SourceText? source, out int line, out int column)
    {
        (source, line, column) = (null, 0, 0);
        bool marked = bytes.StartsWith(Encoding.UTF8.Preamble);
        ReadOnlySpan<byte> body = marked ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        for (int at = 0; at < body.Length;)
        {
            if (Rune.DecodeFromUtf8(body[at..], out _, out int length) != System.Buffers.OperationStatus.Done)
            {
                line = 1 + body[..at].Count((byte)'\n');
                column = 1 + Encoding.UTF8.GetCharCount(body[(body[..at].LastIndexOf((byte)'\n') + 1)..at]);
                return false;
            }
            at += length;
        }
        source = new SourceText(Strict.GetString(body), marked);
        return true;
    }

    public static SourceText Of(string text) => new(text, marked: false);

    /// <summary>The bytes of an edited <see cref="Text"/>, with the mark and the missing last break of this file.</summary>
    public byte[] Encode(string edited)
    {
        byte[] body = Strict.GetBytes(AsWritten(edited));
        return _marked ? [.. Encoding.UTF8.Preamble, .. body] : body;
    }

    /// <summary>An edited <see cref="Text"/> with the missing last break of this file.</summary>
    public string AsWritten(string edited) => _unbroken && edited.EndsWith('\n') ? edited[..^(edited.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : 1)] : edited;

    /// <summary>The line of an index, from 0.</summary>
    public int LineOf(int index)
    {
        int found = _starts.BinarySearch(index);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Where a line starts; the line after the last starts at the end.</summary>
    public int Start(int line) => line < _starts.Count ? _starts[line] : Text.Length;

    /// <summary>Where a line ends, before its break.</summary>
    public int End(int line) => Start(line + 1) - Break(line).Length;

    public string Break(int line)
    {
        int next = Start(line + 1);
        if (next == Start(line)) return "\n";
        return next - 2 >= Start(line) && Text[next - 2] == '\r' ? "\r\n" : "\n";
    }

    public int Column(int index) => index - Start(LineOf(index));

    /// <summary>Whether nothing but spaces stands before the index on its line.</summary>
    public bool IsFirstOnLine(int index) => Text.AsSpan(Start(LineOf(index))..index).IndexOfAnyExcept(' ') < 0;

    public bool IsBlank(int line) => Text.AsSpan(Start(line)..End(line)).IsWhiteSpace();
}
