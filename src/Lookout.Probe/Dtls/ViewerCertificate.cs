using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Lookout.Probe.Dtls;

/// <summary>A viewer's identity for one session: an ECDSA P-256 key and a certificate signed with itself (RFC 8827 §6.5).</summary>
/// <param name="Encoded">The certificate, DER.</param>
/// <param name="PrivateKey">Its key.</param>
internal sealed record ViewerCertificate(byte[] Encoded, AsymmetricKeyParameter PrivateKey)
{
    /// <summary>SHA-256 of the certificate.</summary>
    public byte[] Fingerprint { get; } = SHA256.HashData(Encoded);

    public static ViewerCertificate Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=lookout-probe", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return new ViewerCertificate(certificate.RawData, PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()));
    }
}
