namespace Lookout.Rtc.Sdp;

/// <summary>The small pieces lines are made of.</summary>
internal static class SdpText
{
    private const int MaxToken = 256;

    /// <summary>Cuts the part before the separator off <paramref name="rest"/>; the whole when there is none.</summary>
    public static ReadOnlySpan<char> Cut(scoped ref ReadOnlySpan<char> rest, char separator)
    {
        int at = rest.IndexOf(separator);
        ReadOnlySpan<char> part = at < 0 ? rest : rest[..at];
        rest = at < 0 ? default : rest[(at + 1)..];
        return part;
    }

    /// <summary>Whether the text may be echoed into an answer: a token of RFC 8866 §9, or a protocol with slashes.</summary>
    public static bool IsToken(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxToken) return false;
        foreach (char c in text)
            if (c is <= ' ' or > '~' or '"' or '(' or ')' or ',' or ':' or ';' or '<' or '=' or '>' or '?' or '@' or '[' or '\\' or ']') return false;
        return true;
    }
}
