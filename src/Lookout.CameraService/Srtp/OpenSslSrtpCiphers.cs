using Lookout.Native.Crypto;
using Lookout.Rtc.Srtp;

namespace Lookout.CameraService.Srtp;

/// <summary>SRTP's AES-GCM by OpenSSL: less than half the time a packet of what the runtime's own class takes.</summary>
internal sealed class OpenSslSrtpCiphers : ISrtpCiphers
{
    private OpenSslSrtpCiphers()
    {
    }

    /// <summary>The best ciphers of this machine: OpenSSL's, or the runtime's where libcrypto is missing.</summary>
    public static ISrtpCiphers CreateBest() => AesGcm128.IsSupported ? new OpenSslSrtpCiphers() : new BclSrtpCiphers();

    public IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key) => new Cipher(new AesGcm128(key));

    private sealed class Cipher(AesGcm128 aes) : IAeadCipher
    {
        public void Seal(ReadOnlySpan<byte> nonce12, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plain, Span<byte> @sealed, Span<byte> tag16) =>
            aes.Seal(nonce12, aad, plain, @sealed, tag16);

        public bool TryOpen(ReadOnlySpan<byte> nonce12, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag16) =>
            aes.TryOpen(nonce12, aad, data, tag16);

        public void Dispose() => aes.Dispose();
    }
}
