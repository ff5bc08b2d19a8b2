namespace Lookout.Configuration.Yaml;

/// <summary>Makes a found value fit to be shown: no password, no control character, not endless.</summary>
internal static class Redaction
{
    private const int Longest = 120;

    public static string Show(string value)
    {
        string shown = value;
        int authority = shown.IndexOf("//", StringComparison.Ordinal);
        int at = shown.LastIndexOf('@');
        if (authority >= 0 && at > authority) shown = string.Concat(shown.AsSpan(0, authority + 2), "***", shown.AsSpan(at));
        if (shown.Length > Longest) shown = shown[..Longest] + "...";
        return string.Create(shown.Length, shown, static (target, text) =>
        {
            for (int i = 0; i < text.Length; i++) target[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
        });
    }
}
