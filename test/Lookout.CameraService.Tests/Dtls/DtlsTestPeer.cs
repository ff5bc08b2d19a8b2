using Lookout.CameraService.Dtls;
using Lookout.Rtc.Srtp;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Lookout.CameraService.Tests.Dtls;

/// <summary>What a browser wants of a handshake. Without an identity it sends no certificate.</summary>
internal sealed class DtlsTestPeer(DtlsCertificate? identity, params SrtpProfile[] profiles)
    : DefaultTlsClient(new BcTlsCrypto(new SecureRandom())), TlsAuthentication
{
    public byte[]? KeyingMaterial { get; private set; }

    public SrtpProfile Profile { get; private set; }

    /// <summary>Padding of the ClientHello in bytes, to make it as large as a post-quantum one.</summary>
    public int HelloPadding { get; init; }

    public int Suite { get; init; } = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;

    public override int GetHandshakeTimeoutMillis() => 25_000;

    public override int GetHandshakeResendTimeMillis() => 200;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        IDictionary<int, byte[]> extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetClientExtensions());
        int[] codes = [.. profiles.Select(p => (int)p)];
        if (codes.Length > 0) TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData(codes, TlsUtilities.EmptyBytes));
        if (HelloPadding > 0) TlsExtensionsUtilities.AddPaddingExtension(extensions, HelloPadding);
        return extensions;
    }

    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        base.ProcessServerExtensions(serverExtensions);
        Profile = (SrtpProfile)TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions).ProtectionProfiles.Single();
    }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        KeyingMaterial = m_context.ExportKeyingMaterial("EXTRACTOR-dtls_srtp", null, SrtpKeys.MaterialLength(Profile));
    }

    public override TlsAuthentication GetAuthentication() => this;

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
    {
        if (serverCertificate.Certificate.IsEmpty) throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }

    public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest)
    {
        if (identity is null) return null;
        var crypto = (BcTlsCrypto)Crypto;
        return new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(m_context), crypto, identity.PrivateKey,
            new Certificate([new BcTlsCertificate(crypto, identity.Encoded)]),
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => [Suite];
}
