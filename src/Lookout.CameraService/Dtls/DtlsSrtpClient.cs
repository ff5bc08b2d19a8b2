using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Lookout.CameraService.Dtls;

/// <summary>
/// What we want of a handshake as the client, towards a peer that chose to be the server: DTLS 1.2, ECDHE with AES-128-GCM,
/// extended master secret, use_srtp, and a server certificate with the announced fingerprint.
/// </summary>
internal sealed class DtlsSrtpClient : AbstractTlsClient, IDtlsSrtpPeer
{
    private readonly DtlsCertificate _certificate;
    private readonly byte[] _peerFingerprint;

    public DtlsSrtpClient(DtlsCertificate certificate, byte[] peerFingerprint)
        : base(new BcTlsCrypto(new SecureRandom(new CryptoApiRandomGenerator())))
    {
        _certificate = certificate;
        _peerFingerprint = peerFingerprint;
    }

    /// <summary>How long a handshake may take: the library measures it by its own clock.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = DtlsSrtpTerms.HandshakeTimeout;

    public DtlsRole Role => DtlsRole.Client;

    public DtlsOutcome Verdict { get; private set; }

    public SrtpProfile Profile { get; private set; }

    public byte[]? KeyingMaterial { get; private set; }

    public override bool IgnoreCorruptDtlsRecords => true; // RFC 6347 §4.1.2.7: who forges a record ends nothing.

    public DtlsTransport Shake(DatagramTransport transport) => new DtlsClientProtocol().Connect(this, transport);

    public override int GetHandshakeTimeoutMillis() => (int)HandshakeTimeout.TotalMilliseconds;

    public override int GetHandshakeResendTimeMillis() => DtlsSrtpTerms.FirstResendMs;

    public override bool RequiresExtendedMasterSecret() => true;

    /// <summary>How the server's certificate is signed is of no interest: its fingerprint vouches for it.</summary>
    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        IDictionary<int, byte[]> extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetClientExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([.. DtlsSrtpTerms.Profiles.Select(p => (int)p)], TlsUtilities.EmptyBytes));
        return extensions;
    }

    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        base.ProcessServerExtensions(serverExtensions);
        UseSrtpData? chosen = serverExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions);
        int index = chosen?.ProtectionProfiles is [int only] ? Array.FindIndex(DtlsSrtpTerms.Profiles, p => (int)p == only) : -1;
        if (index < 0) throw Refuse(DtlsOutcome.NoCommonProfile, AlertDescription.handshake_failure);
        Profile = DtlsSrtpTerms.Profiles[index];
    }

    public override TlsAuthentication GetAuthentication() => new Authentication(this);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        KeyingMaterial = DtlsSrtpTerms.Export(m_context, Profile);
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() =>
        [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256];

    private TlsFatalAlert Refuse(DtlsOutcome verdict, short alert)
    {
        Verdict = verdict;
        return new TlsFatalAlert(alert);
    }

    private sealed class Authentication(DtlsSrtpClient client) : TlsAuthentication
    {
        /// <summary>
        /// Compares the fingerprint. That the server has the certificate's key, its signed ServerKeyExchange proves next, on
        /// which the library insists.
        /// </summary>
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
            if (!DtlsSrtpTerms.HasFingerprint(serverCertificate.Certificate, client._peerFingerprint))
                throw client.Refuse(DtlsOutcome.CertificateMismatch, AlertDescription.bad_certificate);
        }

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) =>
            DtlsSrtpTerms.Signer(client._certificate, (BcTlsCrypto)client.Crypto, client.m_context);
    }
}
