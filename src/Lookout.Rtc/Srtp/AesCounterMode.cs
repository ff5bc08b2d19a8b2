using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Srtp;

/// <summary>
/// AES in counter mode as SRTP uses it (RFC 3711 §4.1.1). The runtime has no counter mode: all counter blocks of a
/// packet are written first, encrypted by one call to a kept ECB transform, and XORed onto the data.
/// </summary>
internal sealed class AesCounterMode : IDisposable
{
    private const int BlockLength = 16;
    private const int InitialBlocks = 96;

    private readonly ICryptoTransform _ecb;
    private readonly UInt128 _salt;
    private byte[] _counters = new byte[InitialBlocks * BlockLength];
    private byte[] _keyStream = new byte[InitialBlocks * BlockLength];

    /// <param name="key">16 bytes.</param>
    /// <param name="salt">14 bytes.</param>
    public AesCounterMode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        // Counter mode is built on single-block encryption; no plaintext ever meets ECB.
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        _ecb = aes.CreateEncryptor();

        Span<byte> block = stackalloc byte[BlockLength];
        salt.CopyTo(block);
        _salt = BinaryPrimitives.ReadUInt128BigEndian(block);
    }

    /// <summary>Encrypts or decrypts in place: both are the same XOR.</summary>
    public void Apply(Span<byte> data, Ssrc ssrc, long index)
    {
        if (data.IsEmpty) return;
        int blocks = (data.Length + BlockLength - 1) / BlockLength;
        EnsureRoom(blocks * BlockLength);

        // IV = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16; its low 16 bits are 0 and count the blocks.
        UInt128 iv = _salt ^ (UInt128)ssrc.Value << 64 ^ (UInt128)(ulong)index << 16;
        for (int i = 0; i < blocks; i++)
            BinaryPrimitives.WriteUInt128BigEndian(_counters.AsSpan(i * BlockLength), iv + (uint)i);
        _ecb.TransformBlock(_counters, 0, blocks * BlockLength, _keyStream, 0);
        Xor(data, _keyStream.AsSpan(0, data.Length));
    }

    private static void Xor(Span<byte> data, ReadOnlySpan<byte> keyStream)
    {
        int i = 0;
        for (; i <= data.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var mixed = new Vector<byte>(data[i..]) ^ new Vector<byte>(keyStream[i..]);
            mixed.CopyTo(data[i..]);
        }

        for (; i < data.Length; i++) data[i] ^= keyStream[i];
    }

    // Packets beyond the usual MTU occur only in tests and on jumbo paths: grow once, keep.
    private void EnsureRoom(int length)
    {
        if (_counters.Length >= length) return;
        _counters = new byte[length];
        _keyStream = new byte[length];
    }

    public void Dispose()
    {
        _ecb.Dispose();
        CryptographicOperations.ZeroMemory(_keyStream);
    }
}
