using Lookout.Rtc.Srtp;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Lookout.CameraService.Dtls;

/// <summary>What both roles hold to.</summary>
internal static class DtlsSrtpTerms
{
    public const int FirstResendMs = 100;
    private const string ExporterLabel = "EXTRACTOR-dtls_srtp"; // RFC 5764 §4.2

    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The best first.</summary>
    public static readonly SrtpProfile[] Profiles = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80];

    public static TlsCredentialedSigner Signer(DtlsCertificate certificate, BcTlsCrypto crypto, TlsContext context)
    {
        var chain = new Certificate([new BcTlsCertificate(crypto, certificate.Encoded)]);
        return new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(context), crypto, certificate.PrivateKey, chain,
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    public static bool HasFingerprint(Certificate? chain, ReadOnlySpan<byte> fingerprint) =>
        chain is { IsEmpty: false } && CertificateFingerprint.Matches(chain.GetCertificateAt(0).GetEncoded(), fingerprint);

    public static byte[] Export(TlsContext context, SrtpProfile profile) =>
        context.ExportKeyingMaterial(ExporterLabel, null, SrtpKeys.MaterialLength(profile));
}
