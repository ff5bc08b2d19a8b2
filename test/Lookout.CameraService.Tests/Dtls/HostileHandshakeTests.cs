using Lookout.CameraService.Dtls;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;
using Microsoft.Extensions.Logging.Abstractions;
using Org.BouncyCastle.Tls;

namespace Lookout.CameraService.Tests.Dtls;

/// <summary>What is sent to the endpoint to break a handshake, use up its memory or lower its terms.</summary>
public sealed class HostileHandshakeTests
{
    private const SrtpProfile Gcm = SrtpProfile.AeadAes128Gcm;
    private const ushort OurSuite = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
    private const int PostQuantum = 3000;

    /// <summary>So little of a hello that nothing speaks against it.</summary>
    private static readonly byte[] Beginning = [0xFE, 0xFD, .. new byte[20]];

    private static readonly DtlsCertificate Server = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(50));
    private static readonly DtlsCertificate Browser = DtlsCertificate.Create(DateTimeOffset.UnixEpoch.AddYears(50));

    private readonly HandshakeThreads _threads = new();

    [Theory]
    [InlineData(0xFEFD, (ushort)CipherSuite.TLS_NULL_WITH_NULL_NULL)]
    [InlineData(0xFEFD, (ushort)CipherSuite.TLS_ECDHE_ECDSA_WITH_NULL_SHA)]
    [InlineData(0xFEFD, (ushort)CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA)]
    [InlineData(0xFEFD, (ushort)CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256)]
    [InlineData(0xFEFF, OurSuite)]
    [InlineData(0x0303, OurSuite)]
    public void Hello_that_cannot_be_served_begins_nothing_and_the_next_is_taken(int version, ushort suite)
    {
        DtlsTestClient? client = null;
        using (client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint)
        {
            ToServer = datagram =>
            {
                if (client!.Endpoint.State != DtlsState.Idle) return datagram;
                client.Endpoint.Receive(DtlsTestClient.Address, ForgedHello.Of((ushort)version, suite));
                Assert.Equal((DtlsState.Idle, 1L), (client.Endpoint.State, client.Endpoint.Dropped));
                Assert.Equal(0, _threads.Taken);
                return datagram;
            },
        })
        {
            client.Connect();
        }
    }

    [Fact]
    public void Client_without_our_cipher_suite_is_not_answered()
    {
        int answers = 0;
        var peer = new DtlsTestPeer(Browser, Gcm) { Suite = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA };
        using var client = new DtlsTestClient(peer, MakeEndpoint) { ToClient = datagram => answers++ < 0 ? datagram : null };
        client.Begin();

        DtlsTestClient.WaitUntil(() => client.Endpoint.Dropped > 0);

        Assert.Equal((DtlsState.Idle, 0), (client.Endpoint.State, answers));
        Assert.False(client.Endpoint.TryExportKeys(new byte[SrtpKeys.MaxMaterialLength], out _));
    }

    [Fact]
    public void Forged_hellos_all_through_a_handshake_do_not_end_it()
    {
        DtlsTestClient? client = null;
        using (client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint)
        {
            ToServer = datagram =>
            {
                for (int i = 0; i < 20; i++) client!.Endpoint.Receive(DtlsTestClient.Address, ForgedHello.NullCipher);
                return datagram;
            },
        })
        {
            client.Connect();
        }
    }

    [Fact]
    public void Hello_cut_into_many_fragments_is_taken_in_whatever_order_they_come()
    {
        byte[]? held = null;
        int sent = 0;
        DtlsTestClient? client = null;
        using (client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm) { HelloPadding = PostQuantum }, MakeEndpoint)
        {
            SendLimit = 700,
            ToServer = datagram =>
            {
                // The first of all comes after the third.
                if (sent++ == 0) return Hold(datagram);
                if (sent == 3 && held is not null) client!.Endpoint.Receive(DtlsTestClient.Address, held);
                return datagram;
            },
        })
        {
            client.Connect();
        }

        Assert.True(sent > 5);

        byte[]? Hold(byte[] datagram)
        {
            held = datagram;
            return null;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Fragment_of_a_hello_that_is_lost_comes_again(int lost)
    {
        int sent = 0;
        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm) { HelloPadding = PostQuantum }, MakeEndpoint)
        {
            SendLimit = 700,
            ToServer = datagram => sent++ == lost ? null : datagram,
        };

        client.Connect();
    }

    [Fact]
    public void Messages_that_claim_to_be_long_are_dropped_before_room_is_made_for_them()
    {
        const int Longest = (1 << 24) - 1;
        using BouncyCastleDtlsEndpoint endpoint = MakeEndpoint(() => { });
        // A handshake that has begun, since its first message is here in part.
        endpoint.Receive(DtlsTestClient.Address, ForgedHello.Fragment(type: 1, 2000, 0, 0, Beginning));
        Assert.Equal(DtlsState.Handshaking, endpoint.State);

        for (ushort sequence = 0; sequence < 64; sequence++)
            endpoint.Receive(DtlsTestClient.Address, ForgedHello.Fragment(type: 16, Longest, sequence, 0, Beginning));

        Assert.Equal(64, endpoint.Dropped);
    }

    [Fact]
    public void Household_of_32_behind_one_address_gets_in()
    {
        DtlsTestClient[] household = [.. Enumerable.Range(0, 32).Select(i => new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint)
        {
            From = DtlsTestClient.Address with { Port = (ushort)(5000 + i) },
        })];
        foreach (DtlsTestClient viewer in household) viewer.Begin();

        foreach (DtlsTestClient viewer in household) viewer.WaitFor(DtlsState.Connected);

        Assert.Equal(0, _threads.Refused);
        foreach (DtlsTestClient viewer in household) viewer.Dispose();
    }

    [Fact]
    public void Hellos_of_one_network_that_lead_nowhere_do_not_keep_another_out()
    {
        BouncyCastleDtlsEndpoint[] stuck = [.. Enumerable.Range(0, 28).Select(_ => MakeEndpoint(() => { }))];
        foreach (BouncyCastleDtlsEndpoint endpoint in stuck) endpoint.Receive(TransportAddress.FromIPv4(0xC6336401, 9), ForgedHello.Fragment(type: 1, 2000, 0, 0, Beginning));
        Assert.Equal((28, 24), (_threads.Taken, _threads.Waiting));

        using var client = new DtlsTestClient(new DtlsTestPeer(Browser, Gcm), MakeEndpoint);
        client.Connect();

        foreach (BouncyCastleDtlsEndpoint endpoint in stuck) endpoint.Dispose();
        DtlsTestClient.WaitUntil(() => _threads.Taken == 0);
    }

    private BouncyCastleDtlsEndpoint MakeEndpoint(Action wake) =>
        new(new DtlsSrtpServer(Server, Browser.Fingerprint), _threads, wake, NullLogger.Instance);
}
