using System.Security.Cryptography;
using Lookout.Rtc.Srtp;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace Lookout.Probe.Dtls;

/// <summary>
/// What a viewer wants of a DTLS handshake: version 1.2, ECDHE with AES-128-GCM, use_srtp (RFC 5764), and a server whose
/// certificate has the fingerprint of the answer. Keys exist only after that was compared.
/// </summary>
internal sealed class DtlsViewer(ViewerCertificate certificate, byte[] serverFingerprint, TimeSpan patience)
    : DefaultTlsClient(new BcTlsCrypto(new SecureRandom(new CryptoApiRandomGenerator())))
{
    private const string ExporterLabel = "EXTRACTOR-dtls_srtp"; // RFC 5764 §4.2
    private static readonly int[] Profiles = [(int)SrtpProfile.AeadAes128Gcm, (int)SrtpProfile.Aes128CmHmacSha1Tag80];

    public SrtpProfile Profile { get; private set; }

    /// <summary>The SRTP keying material, once the handshake is complete.</summary>
    public byte[]? KeyingMaterial { get; private set; }

    /// <summary>Whether the server showed another certificate than its answer announced.</summary>
    public bool IsImpostor { get; private set; }

    public override int GetHandshakeTimeoutMillis() => (int)patience.TotalMilliseconds;

    public override bool IgnoreCorruptDtlsRecords => true;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        IDictionary<int, byte[]> extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetClientExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData(Profiles, TlsUtilities.EmptyBytes));
        return extensions;
    }

    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        base.ProcessServerExtensions(serverExtensions);
        UseSrtpData? chosen = serverExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions);
        if (chosen is not { ProtectionProfiles: [var profile] } || !Profiles.Contains(profile)) throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        Profile = (SrtpProfile)profile;
    }

    public override TlsAuthentication GetAuthentication() => new Authentication(this);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        KeyingMaterial = m_context.ExportKeyingMaterial(ExporterLabel, null, SrtpKeys.MaterialLength(Profile));
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() =>
        [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256];

    private sealed class Authentication(DtlsViewer viewer) : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
            Certificate chain = serverCertificate.Certificate;
            viewer.IsImpostor = chain.IsEmpty
                || !CryptographicOperations.FixedTimeEquals(SHA256.HashData(chain.GetCertificateAt(0).GetEncoded()), viewer._serverFingerprint);
            if (viewer.IsImpostor) throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest)
        {
            var crypto = (BcTlsCrypto)viewer.Crypto;
            var chain = new Certificate([new BcTlsCertificate(crypto, viewer._certificate.Encoded)]);
            return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(viewer.m_context), crypto, viewer._certificate.PrivateKey, chain,
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        }
    }

    private readonly ViewerCertificate _certificate = certificate;
    private readonly byte[] _serverFingerprint = serverFingerprint;
}
