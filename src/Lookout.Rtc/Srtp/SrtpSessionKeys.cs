using System.Security.Cryptography;

namespace Lookout.Rtc.Srtp;

/// <summary>The keys of one direction and one protocol (SRTP or SRTCP). Whoever derives them clears them.</summary>
internal sealed class SrtpSessionKeys : IDisposable
{
    private const int AuthenticationKeyLength = 20;

    public SrtpSessionKeys(ReadOnlySpan<byte> encryption, ReadOnlySpan<byte> authentication, ReadOnlySpan<byte> salt)
    {
        Encryption = encryption.ToArray();
        Authentication = authentication.ToArray();
        Salt = salt.ToArray();
    }

    public byte[] Encryption { get; }

    /// <summary>HMAC-SHA1 key; not used by AES-GCM.</summary>
    public byte[] Authentication { get; }

    public byte[] Salt { get; }

    /// <summary>Derives the three session keys of a protocol (RFC 3711 §4.3.1, §4.3.2).</summary>
    public static SrtpSessionKeys Derive(
        SrtpProtocol protocol, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        using var derivation = new SrtpKeyDerivation(masterKey, masterSalt);
        Span<byte> encryption = stackalloc byte[masterKey.Length];
        Span<byte> authentication = stackalloc byte[AuthenticationKeyLength];
        Span<byte> salt = stackalloc byte[masterSalt.Length];
        int labels = protocol == SrtpProtocol.Rtp ? 0 : 3;
        derivation.Derive((byte)(labels + SrtpKeyDerivation.EncryptionLabel), encryption);
        derivation.Derive((byte)(labels + SrtpKeyDerivation.AuthenticationLabel), authentication);
        derivation.Derive((byte)(labels + SrtpKeyDerivation.SaltLabel), salt);
        var keys = new SrtpSessionKeys(encryption, authentication, salt);
        CryptographicOperations.ZeroMemory(encryption);
        CryptographicOperations.ZeroMemory(authentication);
        CryptographicOperations.ZeroMemory(salt);
        return keys;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Encryption);
        CryptographicOperations.ZeroMemory(Authentication);
        CryptographicOperations.ZeroMemory(Salt);
    }
}

/// <summary>Which of the two protocols a key belongs to: they never share one (RFC 3711 §4.3.2).</summary>
internal enum SrtpProtocol
{
    Rtp,
    Rtcp,
}
