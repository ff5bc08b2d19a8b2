using Lookout.Native.Crypto;
using Lookout.Rtc.Srtp;

namespace Lookout.CameraService.WebRtc;

/// <summary>AES-GCM by OpenSSL where it is installed, by the runtime elsewhere.</summary>
internal sealed class SrtpCiphers : ISrtpCiphers
{
    private readonly BclSrtpCiphers _fallback = new();

    public IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key) => AesGcm128.IsSupported ? new OpenSslCipher(key) : _fallback.CreateAesGcm(key);

    private sealed class OpenSslCipher(ReadOnlySpan<byte> key) : IAeadCipher
    {
        private readonly AesGcm128 _aes = new(key);

        public void Seal(ReadOnlySpan<byte> nonce12, ReadOnlySpan<byte> aad, Span<byte> data, Span<byte> tag16) =>
            _aes.Seal(nonce12, aad, data, tag16);

        public bool TryOpen(ReadOnlySpan<byte> nonce12, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag16) =>
            _aes.TryOpen(nonce12, aad, data, tag16);

        public void Dispose() => _aes.Dispose();
    }
}
