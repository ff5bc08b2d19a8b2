using System.Globalization;

namespace Lookout.Rtc.Sdp;

/// <summary>The SHA-256 digest of a certificate as a=fingerprint carries it (RFC 8122 §5).</summary>
public static class SdpFingerprint
{
    /// <summary>Bytes of the digest.</summary>
    public const int Length = 32;

    private const string Algorithm = "sha-256";

    /// <summary>
    /// Reads "sha-256 AB:CD:..." into 32 bytes. False for another algorithm and for anything malformed.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> value, out byte[] digest)
    {
        digest = [];
        ReadOnlySpan<char> hex = value;
        if (!SdpText.Cut(ref hex, ' ').Equals(Algorithm, StringComparison.OrdinalIgnoreCase)) return false;
        if (hex.Length != 3 * Length - 1) return false;
        var bytes = new byte[Length];
        for (int i = 0; i < Length; i++)
        {
            if (i > 0 && hex[3 * i - 1] != ':') return false;
            if (!byte.TryParse(hex.Slice(3 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i])) return false;
        }

        digest = bytes;
        return true;
    }

    /// <summary>Writes "sha-256 AB:CD:...".</summary>
    public static string Format(ReadOnlySpan<byte> digest) => $"{Algorithm} {string.Join(':', Convert.ToHexString(digest).Chunk(2).Select(pair => new string(pair)))}";
}
