namespace Lookout.Migrate.Compose.Yaml;

/// <summary>Makes a found text fit to be shown in one line: no control character, not endless.</summary>
internal static class Printable
{
    private const int Most = 60;

    public static string Short(string text)
    {
        string head = text.Length > Most ? text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)] + "..." : text;
        return string.Create(head.Length, head, (span, from) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? '?' : from[i];
        });
    }
}
