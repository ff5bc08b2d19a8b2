using System.Security.Cryptography;
using Lookout.Native.Crypto;

namespace Lookout.Native.Tests.Crypto;

public sealed class AesGcm128Tests : IDisposable
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(AesGcm128.KeyLength);
    private readonly AesGcm128 _cipher = new(Key);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 12)]
    [InlineData(1, 0)]
    [InlineData(16, 20)]
    [InlineData(1180, 20)]
    [InlineData(65000, 3)]
    public void Agrees_with_the_runtimes_cipher(int length, int associatedLength)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(AesGcm128.NonceLength);
        byte[] associated = RandomNumberGenerator.GetBytes(associatedLength);
        byte[] data = RandomNumberGenerator.GetBytes(length);
        byte[] expected = new byte[length], expectedTag = new byte[AesGcm128.TagLength], tag = new byte[AesGcm128.TagLength];
        using var runtime = new AesGcm(Key, AesGcm128.TagLength);
        runtime.Encrypt(nonce, data, expected, expectedTag, associated);
        byte[] sealedData = [.. data], elsewhere = new byte[length + 1];

        _cipher.Seal(nonce, associated, sealedData, sealedData, tag);

        Assert.Equal(expected, sealedData);
        Assert.Equal(expectedTag, tag);
        _cipher.Seal(nonce, associated, data, elsewhere, tag);
        Assert.Equal([.. expected, 0], elsewhere);
        Assert.Equal(expectedTag, tag);
        Assert.True(_cipher.TryOpen(nonce, associated, sealedData, tag));
        Assert.Equal(data, sealedData);
    }

    // The first two test cases with a 128-bit key of the GCM specification (McGrew and Viega, appendix B).
    [Theory]
    [InlineData("", "", "58e2fccefa7e3061367f1d57a4e7455a")]
    [InlineData("00000000000000000000000000000000", "0388dace60b6a392f328c2b971b2fe78", "ab6e47d42cec13bdf53a67b21257bddf")]
    public void Gives_the_vectors_of_the_gcm_specification(string plain, string cipher, string tag)
    {
        using var zeroKey = new AesGcm128(new byte[16]);
        byte[] data = Convert.FromHexString(plain);
        var actualTag = new byte[16];

        zeroKey.Seal(new byte[12], [], data, data, actualTag);

        Assert.Equal(cipher, Convert.ToHexStringLower(data));
        Assert.Equal(tag, Convert.ToHexStringLower(actualTag));
    }

    [Fact]
    public void Every_flipped_bit_is_noticed_and_the_next_packet_opens()
    {
        var nonce = new byte[12];
        byte[] associated = [1, 2, 3], data = RandomNumberGenerator.GetBytes(40), tag = new byte[16];
        _cipher.Seal(nonce, associated, data, data, tag);
        foreach (byte[] part in new[] { nonce, associated, data, tag })
        {
            for (int bit = 0; bit < 8 * part.Length; bit++)
            {
                part[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.False(_cipher.TryOpen(nonce, associated, [.. data], tag));
                part[bit / 8] ^= (byte)(1 << bit % 8);
            }
        }

        Assert.True(_cipher.TryOpen(nonce, associated, data, tag));
    }

    [Fact]
    public void Sealing_and_opening_allocate_nothing()
    {
        byte[] nonce = new byte[12], associated = new byte[20], data = new byte[1180], tag = new byte[16];
        Exchange();
        Allocations.AssertNone(1000, Exchange);

        void Exchange()
        {
            nonce[0]++;
            _cipher.Seal(nonce, associated, data, data, tag);
            Assert.True(_cipher.TryOpen(nonce, associated, data, tag));
            tag[0] ^= 1;
            Assert.False(_cipher.TryOpen(nonce, associated, data, tag));
        }
    }

    [Fact]
    public void Wrong_lengths_are_a_bug()
    {
        Assert.Throws<ArgumentException>(() => new AesGcm128(new byte[15]));
        Assert.Throws<ArgumentException>(() => _cipher.Seal(new byte[11], [], [], [], new byte[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _cipher.Seal(new byte[12], [], new byte[2], new byte[1], new byte[16]));
        Assert.Throws<ArgumentException>(() => _cipher.TryOpen(new byte[12], [], [], new byte[10]));
    }

    [Fact]
    public void Disposed_cipher_is_not_used()
    {
        var cipher = new AesGcm128(Key);
        cipher.Dispose();

        Assert.Throws<ObjectDisposedException>(() => cipher.Seal(new byte[12], [], [], [], new byte[16]));
        Assert.Throws<ObjectDisposedException>(() => cipher.TryOpen(new byte[12], [], [], new byte[16]));
    }

    public void Dispose() => _cipher.Dispose();
}
