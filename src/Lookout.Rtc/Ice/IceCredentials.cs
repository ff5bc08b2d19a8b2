using System.Buffers;
using System.Text;

namespace Lookout.Rtc.Ice;

/// <summary>One side's user fragment and password (RFC 8445 §5.3).</summary>
/// <param name="Ufrag">4 to 256 ice-chars.</param>
/// <param name="Password">22 to 256 ice-chars. Never logged.</param>
public sealed record IceCredentials(string Ufrag, string Password)
{
    private const int UfragBytes = 8;
    private const int PasswordBytes = 24;
    private const int MinUfrag = 4;
    private const int MinPassword = 22;
    private const int MaxLength = 256;
    private static readonly SearchValues<char> IceChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>Fresh credentials of 64 and 192 random bits; RFC 8445 asks for 24 and 128 at least.</summary>
    public static IceCredentials Create(RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> bytes = stackalloc byte[UfragBytes + PasswordBytes];
        random(bytes);
        // Base64 draws from exactly the ice-chars; the padding of the user fragment is cut off.
        return new IceCredentials(Convert.ToBase64String(bytes[..UfragBytes]).TrimEnd('='), Convert.ToBase64String(bytes[UfragBytes..]));
    }

    /// <summary>Whether both have the length and the alphabet of RFC 8839 §5.4.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> ufrag, ReadOnlySpan<char> password) =>
        IsWellFormedUfrag(ufrag) && password.Length is >= MinPassword and <= MaxLength && !password.ContainsAnyExcept(IceChars);

    internal static bool IsWellFormedUfrag(ReadOnlySpan<char> ufrag) =>
        ufrag.Length is >= MinUfrag and <= MaxLength && !ufrag.ContainsAnyExcept(IceChars);

    /// <summary>Says the user fragment only, so that a password cannot reach a log by accident.</summary>
    public override string ToString() => $"IceCredentials {{ Ufrag = {Ufrag} }}";

    internal byte[] Key() => Encoding.ASCII.GetBytes(Password);
}
