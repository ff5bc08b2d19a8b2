using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Lookout.CameraService.Dtls;

/// <summary>
/// The server's identity for one run: an ECDSA P-256 key and a certificate signed with itself, whose fingerprint goes
/// into every SDP answer. Made once, since a key takes longer to make than a handshake to run; shared by all endpoints.
/// </summary>
internal sealed class DtlsCertificate
{
    private DtlsCertificate(byte[] encoded, AsymmetricKeyParameter privateKey)
    {
        Encoded = encoded;
        PrivateKey = privateKey;
        Fingerprint = SHA256.HashData(encoded);
    }

    /// <summary>The certificate, DER.</summary>
    public byte[] Encoded { get; }

    /// <summary>SHA-256 of the certificate: 32 bytes.</summary>
    public byte[] Fingerprint { get; }

    internal AsymmetricKeyParameter PrivateKey { get; }

    /// <summary>Makes a new identity. Nobody checks its validity dates (RFC 8827 §5.6): the fingerprint vouches.</summary>
    public static DtlsCertificate Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=lookout", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        return new DtlsCertificate(certificate.RawData, PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()));
    }
}
