namespace Lookout.Configuration.Settings;

/// <summary>The grammar of a camera's name. It is part of URLs and metrics, so it is narrow (reliability.md T11).</summary>
public static class CameraName
{
    public const int MaxLength = 32;

    /// <summary>The grammar in words, for messages.</summary>
    internal const string Grammar = "1 to 32 of a-z, 0-9, '_' and '-'";

    // First path segments that mean something else on the HTTP server.
    private static readonly string[] Reserved = ["api", "whep", "healthz", "readyz", "metrics", "assets", "people", "ws"];

    /// <summary>Whether the text is [a-z0-9_-]{1,32}. Says nothing about <see cref="IsReserved"/>.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxLength) return false;
        foreach (char c in name)
        {
            if (!IsAllowed(c)) return false;
        }
        return true;
    }

    /// <summary>Whether the HTTP server needs the name for itself.</summary>
    public static bool IsReserved(string name) => Array.IndexOf(Reserved, name) >= 0;

    /// <summary>
    /// A valid name made of any text, such as a device's description. Falls back to <paramref name="otherwise"/>,
    /// which is valid itself, when nothing is left of it.
    /// </summary>
    internal static string From(string text, string otherwise)
    {
        Span<char> name = stackalloc char[MaxLength];
        int length = 0;
        foreach (char c in text)
        {
            if (length == MaxLength) break;
            char lower = char.ToLowerInvariant(c);
            if (IsAllowed(lower)) name[length++] = lower;
            else if (length > 0 && name[length - 1] != '-') name[length++] = '-';
        }
        string made = name[..length].Trim('-').ToString();
        return IsValid(made) && !IsReserved(made) ? made : otherwise;
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-';
}
