using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Lookout.CameraService.Dtls;
using Lookout.Native.Net;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraService.Tests.Dtls;

/// <summary>An independent client: the openssl program, over a real UDP socket.</summary>
public sealed partial class OpenSslClientTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("lookout-dtls-").FullName;
    private readonly DtlsCertificate _certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);

    [Theory]
    [InlineData("SRTP_AEAD_AES_128_GCM", SrtpProfile.AeadAes128Gcm)]
    [InlineData("SRTP_AES128_CM_SHA1_80", SrtpProfile.Aes128CmHmacSha1Tag80)]
    [InlineData("SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM", SrtpProfile.AeadAes128Gcm)]
    public void Openssl_exports_the_same_keys(string offered, SrtpProfile expected)
    {
        byte[] fingerprint = WriteIdentity();
        using UdpSocket relay = Bind();
        using BouncyCastleDtlsEndpoint endpoint = Endpoint(relay, fingerprint);
        using Process client = Start(
        [
            "s_client", "-dtls1_2", "-connect", $"127.0.0.1:{relay.Port}", "-use_srtp", offered, .. Identity,
            "-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", $"{SrtpKeys.MaterialLength(expected)}",
        ]);

        Carry(relay, endpoint, () => endpoint.State == DtlsState.Connected);
        Assert.Equal(expected, endpoint.Profile);
        var keys = new byte[SrtpKeys.MaxMaterialLength];
        Assert.True(endpoint.TryExportKeys(keys, out int length));

        client.StandardInput.Close(); // s_client then says close_notify
        Carry(relay, endpoint, () => endpoint.State == DtlsState.Closed);
        string output = client.StandardOutput.ReadToEnd();
        Assert.True(client.WaitForExit(Patience));
        Assert.Equal(Convert.ToHexString(keys.AsSpan(0, length)), KeyingMaterial().Match(output).Groups[1].Value);
    }

    [Theory]
    [InlineData("another version", "-dtls1", "-cipher", "DEFAULT:@SECLEVEL=0")]
    [InlineData("no encryption", "-dtls1_2", "-cipher", "eNULL:@SECLEVEL=0")]
    [InlineData("CBC and SHA-1", "-dtls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA:AES128-SHA:@SECLEVEL=0")]
    [InlineData("no forward secrecy", "-dtls1_2", "-cipher", "AES128-GCM-SHA256")]
    [InlineData("no authentication", "-dtls1_2", "-cipher", "aNULL:@SECLEVEL=0")]
    public void Weaker_terms_are_not_even_answered(string terms, params string[] arguments)
    {
        using UdpSocket relay = Bind();
        using BouncyCastleDtlsEndpoint endpoint = Endpoint(relay, WriteIdentity());
        using Process client = Start(["s_client", .. arguments, "-connect", $"127.0.0.1:{relay.Port}", .. Profile, .. Identity]);

        Carry(relay, endpoint, () => endpoint.Dropped >= 2);

        Assert.True(endpoint.State == DtlsState.Idle, terms);
        client.Kill();
    }

    [Theory]
    [InlineData(DtlsOutcome.NoCommonProfile, false, true, true)]
    [InlineData(DtlsOutcome.CertificateMismatch, true, false, true)]
    [InlineData(DtlsOutcome.CertificateMismatch, true, true, false)]
    internal void Openssl_gets_no_keys_with(DtlsOutcome expected, bool profile, bool certificate, bool announced)
    {
        byte[] fingerprint = WriteIdentity();
        if (!announced) fingerprint[0] ^= 1;
        using UdpSocket relay = Bind();
        using BouncyCastleDtlsEndpoint endpoint = Endpoint(relay, fingerprint);
        using Process client = Start(
            ["s_client", "-dtls1_2", "-connect", $"127.0.0.1:{relay.Port}", .. profile ? Profile : [], .. certificate ? Identity : []]);

        Carry(relay, endpoint, () => endpoint.State == DtlsState.Failed);

        Assert.Equal(expected, endpoint.Outcome);
        Assert.False(endpoint.TryExportKeys(new byte[SrtpKeys.MaxMaterialLength], out _));
        client.Kill();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static void Carry(UdpSocket socket, BouncyCastleDtlsEndpoint endpoint, Func<bool> done)
    {
        var received = new ReceiveBatch(16, 2048);
        var sending = new SendBatch(32, 64 * 1024);
        UdpAddress peer = default;
        long start = Stopwatch.GetTimestamp();
        while (!done())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"{endpoint.State} {endpoint.Outcome}");
            socket.Wait(TimeSpan.FromSeconds(1));
            for (int i = 0, count = socket.Receive(received); i < count; i++)
            {
                peer = received.Source(i);
                endpoint.Receive(TransportAddress.FromIPv4(0x7F000001, peer.Port), received.Datagram(i));
            }

            while (sending.TryReserve(2048, out Span<byte> memory) && endpoint.TryTake(memory, out int length)) sending.Add(length, peer);
            socket.Send(sending);
        }
    }

    private byte[] WriteIdentity()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=browser", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_directory, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_directory, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return SHA256.HashData(certificate.RawData);
    }

    private static string[] Profile => ["-use_srtp", "SRTP_AEAD_AES_128_GCM"];

    private string[] Identity => ["-cert", Path.Combine(_directory, "cert.pem"), "-key", Path.Combine(_directory, "key.pem")];

    private static UdpSocket Bind()
    {
        Assert.Equal(UdpBindResult.Bound, UdpSocket.TryBind(IPEndPoint.Parse("127.0.0.1:0"), out UdpSocket? socket));
        return socket!;
    }

    private BouncyCastleDtlsEndpoint Endpoint(UdpSocket relay, byte[] fingerprint) =>
        new(new DtlsSrtpServer(_certificate, fingerprint), new HandshakeThreads(), relay.Wake, NullLogger.Instance);

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;

    [GeneratedRegex("Keying material: ([0-9A-F]+)")]
    private static partial Regex KeyingMaterial();
}
