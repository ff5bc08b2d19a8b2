using System.Security.Cryptography;
using System.Text;

namespace Lookout.CameraService.Identity.Keys;

/// <summary>AES-256-GCM of one value with a random nonce. What it belongs to is bound to it, so that no value can be moved to another row.</summary>
/// <remarks>
/// <code>
///  0              12                    n-16
/// +--------------+-----------------------+-------------+
/// | nonce        | ciphertext            | tag         |
/// +--------------+-----------------------+-------------+
/// </code>
/// </remarks>
internal static class Sealing
{
    public const int KeyLength = 32;
    public const int Overhead = NonceLength + TagLength;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <param name="key">32 bytes.</param>
    /// <param name="value">What to hide.</param>
    /// <param name="belongs">Table, column, person and row; not secret.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, string belongs)
    {
        var box = new byte[Overhead + value.Length];
        Span<byte> nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, value, box.AsSpan(NonceLength, value.Length), box.AsSpan(NonceLength + value.Length), Encoding.UTF8.GetBytes(belongs));
        return box;
    }

    /// <summary>False when the key is another, the box was changed, or it belongs elsewhere.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, string belongs, out byte[] value)
    {
        value = [];
        if (box.Length < Overhead) return false;
        var opened = new byte[box.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], opened, Encoding.UTF8.GetBytes(belongs));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        value = opened;
        return true;
    }
}
