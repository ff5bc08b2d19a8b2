using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lookout.Rtc.Turn;

/// <summary>User name and password of the long-term credential mechanism (RFC 8489 §9.2).</summary>
public sealed record TurnCredentials(string Username, string Password)
{
    /// <summary>
    /// Credentials that a server which shares <paramref name="secret"/> takes until <paramref name="expiry"/>, by the
    /// convention of draft-uberti-behave-turn-rest-00 §2.2: the name is the expiry (Unix seconds), with a colon and
    /// <paramref name="name"/> if there is one, the password the name's HMAC-SHA1 in Base64.
    /// </summary>
    public static TurnCredentials TimeLimited(string secret, string name, DateTimeOffset expiry)
    {
        string seconds = expiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string username = name.Length == 0 ? seconds : $"{seconds}:{name}";
#pragma warning disable CA5350 // The convention prescribes SHA-1; as an HMAC it holds.
        byte[] password = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username));
#pragma warning restore CA5350
        return new TurnCredentials(username, Convert.ToBase64String(password));
    }

    /// <summary>The key of MESSAGE-INTEGRITY in a realm, 16 bytes (RFC 8489 §9.2.2).</summary>
    public byte[] Key(ReadOnlySpan<byte> realm)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(Username), (byte)':', .. realm, (byte)':', .. Encoding.UTF8.GetBytes(Password)];
#pragma warning disable CA5351 // The protocol prescribes MD5.
        byte[] key = MD5.HashData(text);
#pragma warning restore CA5351
        CryptographicOperations.ZeroMemory(text);
        return key;
    }

    /// <summary>The name alone: a record would print the password.</summary>
    public override string ToString() => Username;
}
