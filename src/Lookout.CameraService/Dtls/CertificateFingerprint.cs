using System.Security.Cryptography;

namespace Lookout.CameraService.Dtls;

/// <summary>Compares a certificate with the digest its owner announced in SDP (RFC 8122 §5).</summary>
internal static class CertificateFingerprint
{
    /// <summary>
    /// Whether <paramref name="digest"/> is the certificate's. SHA-256, SHA-384 and SHA-512 are told apart by the
    /// digest's length; any other length never matches.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> digest)
    {
        Span<byte> actual = stackalloc byte[SHA512.HashSizeInBytes];
        int length = digest.Length switch
        {
            SHA256.HashSizeInBytes => SHA256.HashData(certificate, actual),
            SHA384.HashSizeInBytes => SHA384.HashData(certificate, actual),
            SHA512.HashSizeInBytes => SHA512.HashData(certificate, actual),
            _ => 0,
        };
        return length > 0 && CryptographicOperations.FixedTimeEquals(actual[..length], digest);
    }
}
