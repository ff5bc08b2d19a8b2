using System.Text;

namespace Lookout.Migrate.Compose;

/// <summary>
/// A text in which Compose replaces variables: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-default}</c>, <c>$$</c> for a dollar. A
/// default is taken at its word; what a variable without one holds is not known here.
/// </summary>
internal sealed class Interpolated
{
    // Stands for what is not known; the screen lets no such character into a file.
    private const char Unknown = '\uFFFF';

    private readonly string _pattern;

    private Interpolated(string pattern) => _pattern = pattern;

    /// <summary>The text with its defaults in place; null when a variable has none.</summary>
    public string? Known => _pattern.Contains(Unknown) ? null : _pattern;

    /// <summary>Whether some content of the variables would make this text.</summary>
    public bool CouldBe(string text)
    {
        string[] parts = _pattern.Split(Unknown);
        if (parts.Length == 1) return _pattern == text;
        if (!text.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        int at = parts[0].Length;
        foreach (string part in parts[1..^1])
        {
            int found = text.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + part.Length;
        }
        return text.Length - at >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    public static Interpolated Of(string text)
    {
        var pattern = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                pattern.Append(text[i]);
            }
            else if (text[i + 1] == '$')
            {
                pattern.Append('$');
                i++;
            }
            else if (text[i + 1] == '{')
            {
                int end = Close(text, i + 1);
                if (end < 0) return new Interpolated(Unknown.ToString());
                pattern.Append(Braced(text.AsSpan(i + 2, end - i - 2)));
                i = end;
            }
            else
            {
                int end = i + 1;
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
                pattern.Append(end == i + 1 ? '$' : Unknown);
                i = end - 1;
            }
        }
        return new Interpolated(pattern.ToString());
    }

    /// <summary>Splits at colons that are not inside <c>${...}</c>.</summary>
    public static List<string> SplitAtColons(string text)
    {
        var parts = new List<string>();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{') i = Close(text, i + 1) is var end and >= 0 ? end : text.Length;
            if (i >= text.Length || text[i] != ':') continue;
            parts.Add(text[start..i]);
            start = i + 1;
        }
        parts.Add(text[start..]);
        return parts;
    }

    // ${NAME:-default} and ${NAME-default} say what holds when nothing is set; other operators (:? :+) do not.
    private static string Braced(ReadOnlySpan<char> inside)
    {
        int end = 0;
        while (end < inside.Length && (char.IsAsciiLetterOrDigit(inside[end]) || inside[end] == '_')) end++;
        ReadOnlySpan<char> rest = inside[end..];
        if (rest.StartsWith(":-")) return Of(rest[2..].ToString())._pattern;
        return rest.StartsWith("-") ? Of(rest[1..].ToString())._pattern : Unknown.ToString();
    }

    private static int Close(string text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0) return i;
        }
        return -1;
    }
}
