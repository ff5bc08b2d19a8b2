namespace Lookout.Rtc.Srtp;

/// <summary>AES-GCM under one key, with 12-byte nonces and 16-byte tags. One owner thread; disposing clears the key.</summary>
public interface IAeadCipher : IDisposable
{
    /// <summary>Encrypts and writes the tag.</summary>
    /// <param name="nonce12">12 bytes, never used before under this key with other data.</param>
    /// <param name="aad">Authenticated, not encrypted.</param>
    /// <param name="plain">Plaintext.</param>
    /// <param name="sealed">Ciphertext: as long, elsewhere or the same bytes.</param>
    /// <param name="tag16">16 bytes.</param>
    void Seal(ReadOnlySpan<byte> nonce12, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plain, Span<byte> @sealed, Span<byte> tag16);

    /// <summary>
    /// Checks the tag and decrypts <paramref name="data"/> in place. False when it is not authentic; the content of
    /// <paramref name="data"/> is then undefined.
    /// </summary>
    bool TryOpen(ReadOnlySpan<byte> nonce12, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag16);
}
