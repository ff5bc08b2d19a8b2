using Lookout.CameraService.Dtls;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;

namespace Lookout.CameraService.Tests.Dtls;

/// <summary>The client role against the server role, which openssl and browsers have agreed with.</summary>
public sealed class DtlsClientRoleTests
{
    private static readonly DtlsCertificate Ours = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(50));
    private static readonly DtlsCertificate Theirs = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(50));

    [Fact]
    public void Both_ends_export_the_same_keys()
    {
        using DtlsPair pair = Pair();

        pair.RunUntil(() => pair.AreConnected);

        Assert.Equal((DtlsRole.Client, DtlsRole.Server), (pair.Client.Role, pair.Server.Role));
        Assert.Equal((SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes128Gcm), (pair.Client.Profile, pair.Server.Profile));
        Assert.Equal(Keys(pair.Server), Keys(pair.Client));
    }

    [Fact]
    public void Certificate_other_than_announced_fails_and_gives_no_keys()
    {
        using var pair = new DtlsPair(new DtlsSrtpClient(Ours, Ours.Fingerprint), new DtlsSrtpServer(Theirs, Ours.Fingerprint));

        pair.RunUntil(() => pair.Client.State == DtlsState.Failed);

        Assert.Equal(DtlsOutcome.CertificateMismatch, pair.Client.Outcome);
        Assert.False(pair.Client.TryExportKeys(new byte[SrtpKeys.MaxMaterialLength], out _));
        Assert.NotEqual(DtlsState.Connected, pair.Server.State);
    }

    [Fact]
    public void Our_certificate_is_shown_and_compared_too()
    {
        using var pair = new DtlsPair(new DtlsSrtpClient(Ours, Theirs.Fingerprint), new DtlsSrtpServer(Theirs, Theirs.Fingerprint));

        pair.RunUntil(() => pair.Client.State == DtlsState.Failed && pair.Server.State == DtlsState.Failed);

        Assert.Equal((DtlsOutcome.PeerAlert, DtlsOutcome.CertificateMismatch), (pair.Client.Outcome, pair.Server.Outcome));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Handshake_survives_the_loss_of_any_datagram(int lost)
    {
        using var ofServer = new DtlsPair(Client(), Server()) { LoseOfServer = i => i == lost };
        ofServer.RunUntil(() => ofServer.AreConnected);

        using var ofClient = new DtlsPair(Client(), Server()) { LoseOfClient = i => i == lost };
        ofClient.RunUntil(() => ofClient.AreConnected);
    }

    [Fact]
    public void Garbage_between_the_flights_is_dropped()
    {
        var random = new Random(5);
        DtlsPair? pair = null;
        using (pair = new DtlsPair(Client(), Server()) { ToClient = like => Disturb(pair!.Client, random, like) })
        {
            pair.RunUntil(() => pair.AreConnected);
            for (int i = 0; i < 1000; i++) Disturb(pair.Client, random, new byte[40]);
            Assert.Equal(DtlsState.Connected, pair.Client.State);
        }
    }

    [Fact]
    public void Start_beyond_the_thread_limit_is_refused_and_its_repetition_taken()
    {
        var threads = new HandshakeThreads(limit: 1);
        Assert.True(threads.TryReserve());
        using var pair = new DtlsPair(Client(), Server(), threads);

        pair.Client.Start();
        Assert.Equal((DtlsState.Idle, DtlsOutcome.Refused), (pair.Client.State, pair.Client.Outcome));

        threads.Run(() => { });
        DtlsTestClient.WaitUntil(() => threads.Taken == 0);
        pair.RunUntil(() => pair.AreConnected);
    }

    [Fact]
    public void Hello_of_a_peer_that_takes_itself_for_the_client_starts_nothing()
    {
        using var pair = new DtlsPair(Client(), Server());

        pair.Client.Receive(DtlsTestClient.Address, Convert.FromHexString("16fefd" + "0000" + "000000000000" + "0004" + "01000000"));

        Assert.Equal(DtlsState.Idle, pair.Client.State);
    }

    [Fact]
    public void Server_that_closes_is_heard_and_so_are_we()
    {
        using DtlsPair pair = Pair();
        pair.RunUntil(() => pair.AreConnected);
        pair.Server.Close();
        pair.RunUntil(() => pair.Client.State == DtlsState.Closed);

        using DtlsPair other = Pair();
        other.RunUntil(() => other.AreConnected);
        other.Client.Close();
        other.RunUntil(() => other.Server.State == DtlsState.Closed);
    }

    [Fact]
    public void Silent_server_times_out()
    {
        using var pair = new DtlsPair(new DtlsSrtpClient(Ours, Theirs.Fingerprint) { HandshakeTimeout = TimeSpan.FromMilliseconds(300) }, Server())
        {
            LoseOfClient = _ => true,
        };

        pair.RunUntil(() => pair.Client.State == DtlsState.Failed);

        Assert.Equal(DtlsOutcome.TimedOut, pair.Client.Outcome);
    }

    private static DtlsPair Pair() => new(Client(), Server());

    private static DtlsSrtpClient Client() => new(Ours, Theirs.Fingerprint);

    private static DtlsSrtpServer Server() => new(Theirs, Ours.Fingerprint);

    private static byte[] Keys(BouncyCastleDtlsEndpoint endpoint)
    {
        var keys = new byte[SrtpKeys.MaxMaterialLength];
        Assert.True(endpoint.TryExportKeys(keys, out int length));
        return keys[..length];
    }

    // A record of a connection that is not ours: noise behind a header that could be real.
    private static void Disturb(BouncyCastleDtlsEndpoint client, Random random, byte[] like)
    {
        if (client.State == DtlsState.Idle) return;
        byte[] noise = [.. like];
        random.NextBytes(noise.AsSpan(0, 3));
        client.Receive(DtlsTestClient.Address, noise);
        noise = new byte[random.Next(1, 1500)];
        random.NextBytes(noise);
        client.Receive(DtlsTestClient.Address, noise);
    }
}
