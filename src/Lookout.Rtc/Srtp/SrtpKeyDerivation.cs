using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lookout.Rtc.Srtp;

/// <summary>
/// The AES-CM pseudo-random function of RFC 3711 §4.3.3 with a key derivation rate of 0: keys are derived once.
/// </summary>
internal sealed class SrtpKeyDerivation : IDisposable
{
    /// <summary>Labels of SRTP; those of SRTCP are three higher (RFC 3711 §4.3.2).</summary>
    public const byte EncryptionLabel = 0;
    public const byte AuthenticationLabel = 1;
    public const byte SaltLabel = 2;

    private const int BlockLength = 16;
    private const int LabelOffset = 7;

    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _salt = new byte[BlockLength];

    /// <summary>
    /// Takes a master key and a master salt of 14 bytes, or of 12 for AES-GCM: these count as the upper 96 bits of the
    /// 112 (RFC 7714 §11).
    /// </summary>
    public SrtpKeyDerivation(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        _aes.SetKey(masterKey);
        masterSalt.CopyTo(_salt);
    }

    /// <summary>Fills <paramref name="key"/> with the key stream of that label.</summary>
    public void Derive(byte label, Span<byte> key)
    {
        Span<byte> counter = stackalloc byte[BlockLength];
        Span<byte> block = stackalloc byte[BlockLength];
        _salt.CopyTo(counter);
        counter[LabelOffset] ^= label;
        for (ushort i = 0; !key.IsEmpty; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(counter[(BlockLength - 2)..], i);
            _aes.EncryptEcb(counter, block, PaddingMode.None);
            int length = Math.Min(BlockLength, key.Length);
            block[..length].CopyTo(key);
            key = key[length..];
        }

        CryptographicOperations.ZeroMemory(block);
    }

    public void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_salt);
    }
}
