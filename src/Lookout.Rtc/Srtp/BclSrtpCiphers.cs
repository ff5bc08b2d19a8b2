using System.Security.Cryptography;

namespace Lookout.Rtc.Srtp;

/// <summary>AES-GCM by the runtime's <see cref="AesGcm"/>: works everywhere, allocates nothing a packet.</summary>
public sealed class BclSrtpCiphers : ISrtpCiphers
{
    public IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key) => new Cipher(key);

    private sealed class Cipher(ReadOnlySpan<byte> key) : IAeadCipher
    {
        private readonly AesGcm _aes = new(key, AeadAesGcmTransform.TagLength);

        public void Seal(ReadOnlySpan<byte> nonce12, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plain, Span<byte> @sealed, Span<byte> tag16) =>
            _aes.Encrypt(nonce12, plain, @sealed, tag16, aad);

        public bool TryOpen(ReadOnlySpan<byte> nonce12, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag16)
        {
            try
            {
                _aes.Decrypt(nonce12, data, tag16, data, aad);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                // The runtime reports a forged packet only this way.
                return false;
            }
        }

        public void Dispose() => _aes.Dispose();
    }
}
