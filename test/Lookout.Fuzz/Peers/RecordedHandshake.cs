using System.Collections.Concurrent;
using Lookout.CameraService.Dtls;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Microsoft.Extensions.Logging;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Lookout.Fuzz.Peers;

/// <summary>
/// A handshake between a client of the library and an endpoint of ours, with the fuzzer between them: it carries the
/// datagrams, and puts its own in front of any.
/// </summary>
internal sealed class RecordedHandshake : DatagramTransport, IDisposable
{
    private static readonly DtlsCertificate Ours = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(50));
    private static readonly DtlsCertificate Theirs = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(50));

    private readonly BlockingCollection<byte[]> _toClient = new(100);
    private readonly BlockingCollection<byte[]> _toServer = new(100);
    private readonly byte[] _buffer = new byte[2048];
    private readonly Thread _client;
    private volatile bool _ended;

    public RecordedHandshake(HandshakeThreads threads, ILogger logger)
    {
        Endpoint = new BouncyCastleDtlsEndpoint(new DtlsSrtpServer(Ours, Theirs.Fingerprint), threads, () => { }, logger);
        _client = new Thread(Connect) { IsBackground = true };
        _client.Start();
    }

    public BouncyCastleDtlsEndpoint Endpoint { get; }

    public bool IsOver => !_client.IsAlive || Endpoint.State is DtlsState.Connected or DtlsState.Failed or DtlsState.Closed;

    /// <summary>Carries datagrams for a while; each of the client's is first shown to <paramref name="before"/>.</summary>
    public void Carry(Action<byte[]> before)
    {
        if (_toServer.TryTake(out byte[]? datagram, 2))
        {
            before(datagram);
            Endpoint.Receive(SessionPeer.Address, datagram);
        }

        while (Endpoint.TryTake(_buffer, out int length)) _toClient.TryAdd(_buffer[..length]);
    }

    public int GetReceiveLimit() => 2048;

    public int GetSendLimit() => 1200;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        if (_ended) throw new IOException("The fuzzer has seen enough.");
        if (!_toClient.TryTake(out byte[]? datagram, Math.Min(waitMillis, 20))) return -1;
        datagram.CopyTo(buffer);
        return datagram.Length;
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer)
    {
        if (_ended) throw new IOException("The fuzzer has seen enough.");
        _toServer.TryAdd(buffer.ToArray());
    }

    public void Close()
    {
    }

    public void Dispose()
    {
        _ended = true;
        Endpoint.Dispose();
        _client.Join();
        _toClient.Dispose();
        _toServer.Dispose();
    }

    private void Connect()
    {
        try
        {
            new DtlsClientProtocol().Connect(new Browser(Theirs), this);
        }
        catch (Exception)
        {
            // What becomes of the client is not what is looked at.
        }
    }

    private sealed class Browser(DtlsCertificate identity) : DefaultTlsClient(new BcTlsCrypto(new SecureRandom())), TlsAuthentication
    {
        public override int GetHandshakeTimeoutMillis() => 3000;

        public override int GetHandshakeResendTimeMillis() => 100;

        public override IDictionary<int, byte[]> GetClientExtensions()
        {
            IDictionary<int, byte[]> extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetClientExtensions());
            TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([(int)SrtpProfile.AeadAes128Gcm], TlsUtilities.EmptyBytes));
            return extensions;
        }

        public override TlsAuthentication GetAuthentication() => this;

        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
        }

        public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest)
        {
            var crypto = (BcTlsCrypto)Crypto;
            return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(m_context), crypto, identity.PrivateKey,
                new Certificate([new BcTlsCertificate(crypto, identity.Encoded)]),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        }

        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

        protected override int[] GetSupportedCipherSuites() => [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];
    }
}
