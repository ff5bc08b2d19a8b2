using System.Net;
using Lookout.CameraService.WebRtc.Diagnosis;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class RemedyTests
{
    /// <summary>A viewer in the same network whose session found no path at all.</summary>
    private static readonly Evidence Silent = new()
    {
        End = SessionEndReason.IceTimeout,
        IsLate = true,
        Port = 8555,
        Host = "192.168.1.20",
        Peer = IPAddress.Parse("192.168.1.33"),
        Ours = [IPAddress.Parse("192.168.1.20"), IPAddress.Parse("172.17.0.2")],
        TcpOffered = true,
    };

    [Fact]
    public void Nothing_arrived_names_the_port_and_how_to_publish_it() =>
        AssertRemedy("port_closed", Silent, "-p 8555:8555/udp");

    [Fact]
    public void Without_tcp_on_offer_it_is_named_as_another_way() =>
        AssertRemedy("port_closed", Silent with { TcpOffered = false }, "webrtc.tcp: true");

    [Fact]
    public void Name_that_we_cannot_resolve_is_named_with_its_setting() =>
        AssertRemedy("host_not_offered", Silent with { Host = "cam.example.org", HostIsOffered = false }, "cam.example.org", "webrtc.hosts");

    [Fact]
    public void Viewer_of_another_network_needs_a_public_address_or_a_relay() =>
        AssertRemedy("other_network", Silent with { Peer = IPAddress.Parse("203.0.113.9") }, "webrtc.hosts", "webrtc.turn", "8555");

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public void Tunnel_to_localhost_carries_no_udp(string host) => AssertRemedy("tunnel", Silent with { Host = host }, host);

    [Fact]
    public void Viewer_with_addresses_of_the_other_version_only() =>
        AssertRemedy("address_family", Silent with { Ignored = new IgnoredCandidates(0, 0, 2, 0, 0) }, "webrtc.listen");

    [Fact]
    public void Packets_that_only_come_in_are_a_firewall_of_ours() =>
        AssertRemedy("one_way", Silent with { RequestsReceived = 9, ChecksSent = 9 }, "8555");

    [Fact]
    public void Page_that_gives_up_before_the_server_does_gets_the_same_answer() =>
        AssertRemedy("port_closed", Silent with { End = SessionEndReason.Closed });

    [Fact]
    public void Session_that_still_tries_gets_it_once_it_is_late()
    {
        AssertRemedy("port_closed", Silent with { End = SessionEndReason.None });
        Assert.Null(Remedy.For(Silent with { End = SessionEndReason.None, IsLate = false }));
        Assert.Null(Remedy.For(Silent with { End = SessionEndReason.Closed, IsLate = false }));
    }

    [Fact]
    public void Handshake_that_fails_points_at_what_is_in_between() =>
        AssertRemedy("dtls_failed", Silent with { End = SessionEndReason.DtlsFailed, HasPath = true }, "proxy");

    [Fact]
    public void Handshake_that_never_ends_points_at_the_packet_size()
    {
        AssertRemedy("dtls_silent", Silent with { End = SessionEndReason.DtlsTimeout, HasPath = true }, "MTU");
        AssertRemedy("dtls_silent", Silent with { End = SessionEndReason.Closed, HasPath = true }, "1280");
    }

    [Fact]
    public void Lost_path_is_told_though_it_had_worked() =>
        AssertRemedy("path_lost", Silent with { End = SessionEndReason.ConsentExpired, WasConnected = true, HasPath = true }, "webrtc.turn");

    [Theory]
    [InlineData(0, "no_candidate")]
    [InlineData(5, "endpoint_silent")]
    public void Endpoint_we_publish_to_is_told_apart_from_a_viewer(int checks, string code) =>
        AssertRemedy(code, Silent with { IsOutbound = true, ChecksSent = checks });

    [Theory]
    [InlineData(SessionEndReason.None)]
    [InlineData(SessionEndReason.Closed)]
    [InlineData(SessionEndReason.ClosedByPeer)]
    public void Session_with_nothing_wrong_has_none(SessionEndReason end) =>
        Assert.Null(Remedy.For(Silent with { End = end, WasConnected = true, HasPath = true, RequestsReceived = 5 }));

    [Fact]
    public void Whatever_was_seen_a_failed_session_has_one()
    {
        var random = new Random(17);
        foreach (SessionEndReason end in new[] { SessionEndReason.IceTimeout, SessionEndReason.DtlsTimeout, SessionEndReason.DtlsFailed, SessionEndReason.ConsentExpired })
        {
            for (int i = 0; i < 500; i++)
            {
                Remedy? remedy = Remedy.For(new Evidence
                {
                    End = end,
                    HasPath = random.Next(2) == 0,
                    IsOutbound = random.Next(2) == 0,
                    ChecksSent = random.Next(2),
                    RequestsReceived = random.Next(2),
                    Host = random.Next(2) == 0 ? "" : "box",
                    HostIsOffered = random.Next(2) == 0,
                    TcpOffered = random.Next(2) == 0,
                });
                Assert.EndsWith(".", remedy?.Sentence, StringComparison.Ordinal);
            }
        }
    }

    private static void AssertRemedy(string code, Evidence seen, params string[] words)
    {
        Remedy? remedy = Remedy.For(seen);
        Assert.Equal(code, remedy?.Code);
        Assert.All(words, word => Assert.Contains(word, remedy!.Sentence, StringComparison.Ordinal));
    }
}
