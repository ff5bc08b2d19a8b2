using System.Security.Cryptography;

namespace Lookout.Rtc.Stun;

/// <summary>HMAC-SHA1 of MESSAGE-INTEGRITY (RFC 8489 §14.5); the key of short-term credentials is the password.</summary>
internal static class StunIntegrity
{
    public static void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> covered, Span<byte> destination)
    {
#pragma warning disable CA5350 // The protocol prescribes SHA-1; as an HMAC over a fresh 192-bit password it holds.
        HMACSHA1.HashData(key, covered, destination);
#pragma warning restore CA5350
    }
}
