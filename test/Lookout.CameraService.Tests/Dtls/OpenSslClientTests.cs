using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Lookout.CameraService.Dtls;
using Lookout.Native.Net;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
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
        Assert.Equal(UdpBindResult.Bound, UdpSocket.TryBind(IPEndPoint.Parse("127.0.0.1:0"), out UdpSocket? socket));
        using UdpSocket relay = socket!;
        using var endpoint = new BouncyCastleDtlsEndpoint(
            new DtlsSrtpServer(_certificate, fingerprint), new HandshakeThreads(), relay.Wake, NullLogger.Instance);
        using Process client = Start(relay.Port, offered, SrtpKeys.MaterialLength(expected));

        Carry(relay, endpoint, until: DtlsState.Connected);
        Assert.Equal(expected, endpoint.Profile);
        var keys = new byte[SrtpKeys.MaxMaterialLength];
        Assert.True(endpoint.TryExportKeys(keys, out int length));

        client.StandardInput.Close(); // s_client then says close_notify
        Carry(relay, endpoint, until: DtlsState.Closed);
        string output = client.StandardOutput.ReadToEnd();
        Assert.True(client.WaitForExit(Patience));
        Assert.Equal(Convert.ToHexString(keys.AsSpan(0, length)), KeyingMaterial().Match(output).Groups[1].Value);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static void Carry(UdpSocket socket, BouncyCastleDtlsEndpoint endpoint, DtlsState until)
    {
        var received = new ReceiveBatch(16, 2048);
        var sending = new SendBatch(32, 64 * 1024);
        UdpAddress peer = default;
        long start = Stopwatch.GetTimestamp();
        while (endpoint.State != until)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"{endpoint.State} {endpoint.Outcome}");
            socket.Wait(1000);
            for (int i = 0, count = socket.Receive(received); i < count; i++)
            {
                peer = received.Source(i);
                endpoint.Receive(received.Datagram(i));
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

    private Process Start(int port, string profiles, int materialLength) => Process.Start(new ProcessStartInfo("openssl")
    {
        ArgumentList =
        {
            "s_client", "-dtls1_2", "-connect", $"127.0.0.1:{port}", "-use_srtp", profiles,
            "-cert", Path.Combine(_directory, "cert.pem"), "-key", Path.Combine(_directory, "key.pem"),
            "-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", $"{materialLength}",
        },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    [GeneratedRegex("Keying material: ([0-9A-F]+)")]
    private static partial Regex KeyingMaterial();
}
