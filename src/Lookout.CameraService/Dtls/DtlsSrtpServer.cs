using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Lookout.CameraService.Dtls;

/// <summary>
/// What this server wants of a handshake: DTLS 1.2, ECDHE with our ECDSA key, AES-128-GCM, extended master secret,
/// use_srtp, and a client certificate with the announced fingerprint.
/// </summary>
/// <remarks>
/// There is no cookie exchange: ICE has proven the peer's address before DTLS sees a byte, and the library takes no
/// fragmented ClientHello with it, which the large post-quantum ones are.
/// </remarks>
internal sealed class DtlsSrtpServer : AbstractTlsServer, IDtlsSrtpPeer
{
    private readonly DtlsCertificate _certificate;
    private readonly byte[] _peerFingerprint;

    public DtlsSrtpServer(DtlsCertificate certificate, byte[] peerFingerprint)
        : base(new BcTlsCrypto(new SecureRandom(new CryptoApiRandomGenerator())))
    {
        _certificate = certificate;
        _peerFingerprint = peerFingerprint;
    }

    /// <summary>How long a handshake may take: the library measures it by its own clock.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = DtlsSrtpTerms.HandshakeTimeout;

    public DtlsRole Role => DtlsRole.Server;

    public DtlsOutcome Verdict { get; private set; }

    public SrtpProfile Profile { get; private set; }

    public byte[]? KeyingMaterial { get; private set; }

    public override bool IgnoreCorruptDtlsRecords => true; // RFC 6347 §4.1.2.7: who forges a record ends nothing.

    public DtlsTransport Shake(DatagramTransport transport) => new DtlsServerProtocol().Accept(this, transport);

    public override int GetHandshakeTimeoutMillis() => (int)HandshakeTimeout.TotalMilliseconds;

    public override int GetHandshakeResendTimeMillis() => DtlsSrtpTerms.FirstResendMs;

    public override bool RequiresExtendedMasterSecret() => true;

    /// <summary>How the client's certificate is signed is of no interest: its fingerprint vouches for it.</summary>
    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        base.ProcessClientExtensions(clientExtensions);
        UseSrtpData? offered = clientExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(clientExtensions);
        int chosen = offered is null ? -1 : Array.FindIndex(DtlsSrtpTerms.Profiles, p => offered.ProtectionProfiles.Contains((int)p));
        if (chosen < 0) throw Refuse(DtlsOutcome.NoCommonProfile, AlertDescription.handshake_failure);
        Profile = DtlsSrtpTerms.Profiles[chosen];
    }

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        IDictionary<int, byte[]> extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetServerExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([(int)Profile], TlsUtilities.EmptyBytes));
        return extensions;
    }

    public override TlsCredentials GetCredentials() => DtlsSrtpTerms.Signer(_certificate, (BcTlsCrypto)Crypto, m_context);

    public override CertificateRequest GetCertificateRequest() => new(
        [ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign],
        TlsUtilities.GetDefaultSupportedSignatureAlgorithms(m_context),
        certificateAuthorities: null);

    /// <summary>
    /// Compares the fingerprint. That the client has the certificate's key, it proves next by CertificateVerify, which
    /// the library insists on.
    /// </summary>
    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
        if (!DtlsSrtpTerms.HasFingerprint(clientCertificate, _peerFingerprint)) throw Refuse(DtlsOutcome.CertificateMismatch, AlertDescription.bad_certificate);
    }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        KeyingMaterial = DtlsSrtpTerms.Export(m_context, Profile);
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];

    private TlsFatalAlert Refuse(DtlsOutcome verdict, short alert)
    {
        Verdict = verdict;
        return new TlsFatalAlert(alert);
    }
}
