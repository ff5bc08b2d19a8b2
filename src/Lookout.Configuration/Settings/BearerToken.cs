using System.Buffers;

namespace Lookout.Configuration.Settings;

/// <summary>What may stand in a header as a bearer token: b64token of RFC 6750 §2.1, at most <see cref="Longest"/> characters.</summary>
public static class BearerToken
{
    public const int Longest = 4096;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    public static bool IsValid(ReadOnlySpan<char> token) => token.Length is > 0 and <= Longest && !token.ContainsAnyExcept(Characters);
}
