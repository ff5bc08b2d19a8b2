using Lookout.Migrate.Compose.Text;

namespace Lookout.Migrate.Compose.Yaml;

/// <summary>Refuses text that YAML readers disagree about before anything is built on one reader's view of it.</summary>
internal static class TextScreen
{
    /// <summary>Characters that one reader takes for a line break or the end and another does not.</summary>
    public static bool TryCharacters(YamlDocument document)
    {
        string text = document.Source.Text;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '\n' or '\t' || (c >= ' ' && c is not ('\x7F' or '\x85' or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF') && (c < '\x80' || c >= '\xA0'))) continue;
            if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            return document.Refuse(i, $"found the character U+{(int)c:X4}", "remove it; a compose file is lines of text that end in LF or CR LF");
        }
        return true;
    }

    /// <summary>A tab in front of a line's first word. Some readers take it for white space and some stop at it.</summary>
    public static bool TryIndentation(YamlDocument document)
    {
        SourceText source = document.Source;
        for (int line = 0; line < source.Lines; line++)
        {
            ReadOnlySpan<char> text = source.Text.AsSpan(source.Start(line)..source.End(line));
            int tab = text.IndexOf('\t');
            if (tab < 0 || text.IsWhiteSpace() || !text[..tab].IsWhiteSpace()) continue;
            int at = source.Start(line) + tab;
            if (document.LongScalars.Exists(scalar => scalar.Start < at && at < scalar.End)) continue;
            return document.Refuse(at, "found a tab in the indentation", "indent with spaces; YAML does not allow tabs here");
        }
        return true;
    }
}
