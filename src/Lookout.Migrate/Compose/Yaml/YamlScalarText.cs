using System.Text;
using System.Text.RegularExpressions;

namespace Lookout.Migrate.Compose.Yaml;

/// <summary>Writes a string so that every YAML reader takes it for that string.</summary>
internal static partial class YamlScalarText
{
    /// <summary>The string in the given quotes; with none asked for plain when that is safe, else in double quotes.</summary>
    public static string Write(string text, char? quote = null, bool inFlow = false)
    {
        bool clean = !text.Any(char.IsControl);
        if (quote is null && clean && IsPlain(text, inFlow)) return text;
        if (quote == '\'' && clean) return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c)) quoted.Append($"\\x{(int)c:x2}");
            else quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }

    // YAML 1.1 readers take 8080:80 for a number of base 60, and yes, on and off for truth: what is not plainly a word is quoted.
    private static bool IsPlain(string text, bool inFlow) =>
        PlainWord().IsMatch(text) && !text.EndsWith(':') && text.Any(char.IsAsciiLetter) && !NotAWord().IsMatch(text) && !(inFlow && text.AsSpan().ContainsAny(":,"));

    [GeneratedRegex(@"^[A-Za-z0-9./_][A-Za-z0-9./_@:+=,$~-]*\z")]
    private static partial Regex PlainWord();

    [GeneratedRegex(@"^(y|n|yes|no|on|off|true|false|null|[.0-9][0-9a-f_.:xeo+-]*|\.inf|\.nan)\z", RegexOptions.IgnoreCase)]
    private static partial Regex NotAWord();
}
