using System.Security.Cryptography;
using Lookout.CameraService.Dtls;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraService.Tests.Dtls;

public sealed class BouncyCastleDtlsEndpointTests
{
    private const SrtpProfile Gcm = SrtpProfile.AeadAes128Gcm;
    private const SrtpProfile Cm = SrtpProfile.Aes128CmHmacSha1Tag80;
    private const byte HandshakeRecord = 22;
    private const byte AlertRecord = 21;
    private const int EpochOffset = 4;

    /// <summary>Something that starts a handshake, but leads nowhere.</summary>
    private static readonly byte[] Hello = Convert.FromHexString("16fefd" + "0000" + "000000000000" + "0004" + "01000000");

    /// <summary>An encrypted record too short to be one.</summary>
    private static readonly byte[] ShortRecord = Convert.FromHexString("17fefd" + "0001" + "000000000009" + "0001" + "07");

    private static readonly DtlsCertificate Server = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(50));
    private static readonly DtlsCertificate Browser = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(50));

    private readonly HandshakeThreads _threads = new();

    [Theory]
    [InlineData(Gcm, new[] { Gcm, Cm })]
    [InlineData(Gcm, new[] { Cm, Gcm })]
    [InlineData(Gcm, new[] { Gcm })]
    [InlineData(Cm, new[] { Cm })]
    public void Both_ends_export_the_same_keys_for_the_best_common_profile(SrtpProfile expected, SrtpProfile[] offered)
    {
        var peer = new DtlsTestPeer(Browser, offered);
        using var client = new DtlsTestClient(peer, MakeEndpoint);

        client.Connect();

        Assert.Equal(expected, peer.Profile);
        Assert.Equal(expected, client.Endpoint.Profile);
        Assert.Equal(DtlsOutcome.Connected, client.Endpoint.Outcome);
        var keys = new byte[SrtpKeys.MaxMaterialLength];
        Assert.True(client.Endpoint.TryExportKeys(keys, out int length));
        Assert.Equal(peer.KeyingMaterial, keys[..length]);
        Assert.True(SrtpKeys.TrySplit(expected, keys.AsSpan(0, length), out _));
    }

    [Fact]
    public void Longer_digests_of_the_certificate_are_compared_too()
    {
        foreach (byte[] digest in new[] { SHA384.HashData(Browser.Encoded), SHA512.HashData(Browser.Encoded) })
        {
            using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), wake => MakeEndpoint(wake, digest));
            client.Connect();
        }
    }

    [Fact]
    public void Certificate_other_than_announced_fails_and_gives_no_keys()
    {
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), wake => MakeEndpoint(wake, Server.Fingerprint));

        AssertRefused(client, DtlsOutcome.CertificateMismatch);
    }

    [Fact]
    public void Client_without_certificate_is_refused()
    {
        using var client = new DtlsTestClient(new DtlsTestPeer(identity: null, Gcm), MakeEndpoint);

        AssertRefused(client, DtlsOutcome.CertificateMismatch);
    }

    [Fact]
    public void Client_without_an_srtp_profile_is_refused()
    {
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser), MakeEndpoint);

        AssertRefused(client, DtlsOutcome.NoCommonProfile);
    }

    [Fact]
    public void Client_that_falls_silent_times_out()
    {
        int sent = 0;
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeImpatientEndpoint)
        {
            ToServer = datagram => sent++ == 0 ? datagram : null,
        };

        client.Begin();
        client.WaitFor(DtlsState.Failed);

        Assert.Equal(DtlsOutcome.TimedOut, client.Endpoint.Outcome);
    }

    [Fact]
    public void Large_fragmented_hello_is_answered()
    {
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm) { HelloPadding = 3000 }, MakeEndpoint);

        client.Connect();
    }

    [Fact]
    public void Lost_last_flight_is_sent_again_when_the_client_asks()
    {
        bool lost = false;
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint)
        {
            ToClient = datagram =>
            {
                if (lost || datagram[0] != HandshakeRecord || datagram[EpochOffset] != 1) return datagram;
                lost = true;
                return null;
            },
        };

        client.Connect();

        Assert.True(lost);
        Assert.Equal(DtlsState.Connected, client.Endpoint.State);
        DtlsTestClient.WaitUntil(() => _threads.Taken == 0);
    }

    [Theory]
    [InlineData(0)] // ClientHello
    [InlineData(1)] // Certificate
    [InlineData(2)] // ClientKeyExchange
    [InlineData(3)] // CertificateVerify
    [InlineData(4)] // ChangeCipherSpec
    [InlineData(5)] // Finished
    public void Handshake_survives_the_loss_of_any_datagram_of_the_client(int lost)
    {
        int sent = 0;
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint)
        {
            ToServer = datagram => sent++ == lost ? null : datagram,
        };

        client.Connect();
    }

    [Theory]
    [InlineData(0)] // ServerHello
    [InlineData(1)] // Certificate
    [InlineData(2)] // ServerKeyExchange
    [InlineData(3)] // CertificateRequest
    [InlineData(4)] // ServerHelloDone
    public void Handshake_survives_the_loss_of_any_datagram_of_the_server(int lost)
    {
        int sent = 0;
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint)
        {
            ToClient = datagram => sent++ == lost ? null : datagram,
        };

        client.Connect();
    }

    [Fact]
    public void Handshake_works_at_600_ms_round_trip()
    {
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint) { Delay = TimeSpan.FromMilliseconds(300) };

        client.Connect();
    }

    [Fact]
    public void Garbage_between_the_flights_is_dropped()
    {
        var random = new Random(9);
        DtlsTestClient? client = null;
        using (client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint)
        {
            ToServer = datagram =>
            {
                if (client!.Endpoint.State == DtlsState.Idle) return datagram;
                for (int i = 0; i < 2; i++) client.Endpoint.Receive(DtlsTestClient.Address, Garbage(random, datagram));
                return datagram;
            },
        })
        {
            client.Connect();
            for (int i = 0; i < 1000; i++) client.Endpoint.Receive(DtlsTestClient.Address, Garbage(random, ShortRecord));
            Assert.Equal(DtlsState.Connected, client.Endpoint.State);
        }
    }

    [Fact]
    public void Flood_is_dropped_and_counted_without_blocking()
    {
        var busy = new HandshakeThreads();
        using var endpoint = new BouncyCastleDtlsEndpoint(new DtlsSrtpServer(Server, Browser.Fingerprint), busy, () => { }, NullLogger.Instance);

        for (int i = 0; i < 100_000; i++) endpoint.Receive(DtlsTestClient.Address, Hello);

        Assert.Equal(DtlsState.Handshaking, endpoint.State);
        Assert.InRange(endpoint.Dropped, 1, 100_000 - DatagramQueue.MaxDatagrams);
    }

    [Fact]
    public void Closing_wakes_the_handshake_thread()
    {
        using var endpoint = new BouncyCastleDtlsEndpoint(new DtlsSrtpServer(Server, Browser.Fingerprint), _threads, () => { }, NullLogger.Instance);
        endpoint.Receive(DtlsTestClient.Address, Hello);
        Assert.Equal(1, _threads.Taken);

        endpoint.Close();

        DtlsTestClient.WaitUntil(() => _threads.Taken == 0);
        Assert.Equal((DtlsState.Closed, DtlsOutcome.Abandoned), (endpoint.State, endpoint.Outcome));
    }

    [Fact]
    public void Hello_beyond_the_thread_limit_is_refused_and_its_repetition_taken()
    {
        var threads = new HandshakeThreads(limit: 1);
        using var first = new BouncyCastleDtlsEndpoint(new DtlsSrtpServer(Server, Browser.Fingerprint), threads, () => { }, NullLogger.Instance);
        first.Receive(DtlsTestClient.Address, Hello);
        bool refused = false;
        DtlsTestClient? client = null;
        using (client = new DtlsTestClient(
            new DtlsTestPeer(Browser, Gcm),
            wake => new BouncyCastleDtlsEndpoint(new DtlsSrtpServer(Server, Browser.Fingerprint), threads, wake, NullLogger.Instance))
        {
            ToServer = datagram =>
            {
                if (client!.Endpoint.Outcome != DtlsOutcome.Refused || refused) return datagram;
                refused = client.Endpoint.State == DtlsState.Idle;
                first.Close();
                DtlsTestClient.WaitUntil(() => threads.Taken == 0);
                return datagram;
            },
        })
        {
            client.Connect();
        }

        Assert.True(refused);
        Assert.Equal(1, threads.Refused);
    }

    [Fact]
    public void Close_notify_of_the_peer_closes_the_endpoint()
    {
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint);
        client.Connect();

        client.SendCloseNotify();

        client.WaitFor(DtlsState.Closed);
        Assert.Equal(DtlsOutcome.Connected, client.Endpoint.Outcome);
        Assert.False(client.Endpoint.TryExportKeys(new byte[SrtpKeys.MaxMaterialLength], out _));
    }

    [Fact]
    public void Closing_a_connected_endpoint_sends_close_notify()
    {
        int alerts = 0;
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint)
        {
            ToClient = datagram =>
            {
                if (datagram[0] == AlertRecord) Interlocked.Increment(ref alerts);
                return datagram;
            },
        };
        client.Connect();

        client.Endpoint.Close();

        DtlsTestClient.WaitUntil(() => Volatile.Read(ref alerts) == 1);
    }

    private BouncyCastleDtlsEndpoint MakeEndpoint(Action wake) => MakeEndpoint(wake, Browser.Fingerprint);

    private BouncyCastleDtlsEndpoint MakeEndpoint(Action wake, byte[] fingerprint) =>
        new(new DtlsSrtpServer(Server, fingerprint), _threads, wake, NullLogger.Instance);

    private BouncyCastleDtlsEndpoint MakeImpatientEndpoint(Action wake) => new(
        new DtlsSrtpServer(Server, Browser.Fingerprint) { HandshakeTimeout = TimeSpan.FromMilliseconds(500) },
        _threads, wake, NullLogger.Instance);

    private static void AssertRefused(DtlsTestClient client, DtlsOutcome outcome)
    {
        client.RunToEnd();
        Assert.NotNull(client.Failure);
        client.WaitFor(DtlsState.Failed);
        Assert.Equal(outcome, client.Endpoint.Outcome);
        Assert.False(client.Endpoint.TryExportKeys(new byte[SrtpKeys.MaxMaterialLength], out _));
    }

    // Half of it pure noise, half a datagram with a few bytes of its body changed.
    private static byte[] Garbage(Random random, byte[] like)
    {
        byte[] garbage = random.Next(2) == 0 ? new byte[random.Next(1, 1500)] : [.. like];
        if (garbage.Length != like.Length) random.NextBytes(garbage);
        else if (garbage[EpochOffset] == 1) garbage[random.Next(EpochOffset + 1, garbage.Length)] ^= 0x55;
        else garbage[1] ^= 0x55;
        return garbage;
    }
}
