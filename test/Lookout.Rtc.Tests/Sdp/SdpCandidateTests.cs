using System.Net;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Sdp;

public sealed class SdpCandidateTests
{
    [Theory]
    [InlineData("1 1 udp 2130706431 192.0.2.1 5000 typ host", IceCandidateType.Host, "192.0.2.1:5000")]
    [InlineData("1 1 UDP 100 203.0.113.9 1 typ srflx raddr 192.0.2.1 rport 5000 generation 0", IceCandidateType.ServerReflexive, "203.0.113.9:1")]
    [InlineData("1 1 udp 100 2001:db8::7 65535 typ prflx", IceCandidateType.PeerReflexive, "[2001:db8::7]:65535")]
    [InlineData("1 1 udp 100 ::ffff:192.0.2.1 5 typ relay", IceCandidateType.Relayed, "192.0.2.1:5")]
    public void Candidate_is_read(string text, IceCandidateType type, string address)
    {
        Assert.True(SdpCandidate.TryParse(text, out IceCandidate candidate));

        Assert.Equal(type, candidate.Type);
        Assert.Equal(address, candidate.Address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 1 udp 1 95ba4aaf-a92a-4c68-beb5-f56821ed0d02.local 57782 typ host")]
    [InlineData("1 1 tcp 1 192.0.2.1 9 typ host tcptype active")]
    [InlineData("1 2 udp 1 192.0.2.1 9 typ host")]
    [InlineData("1 1 udp 0 192.0.2.1 9 typ host")]
    [InlineData("1 1 udp 4294967295 192.0.2.1 9 typ host")]
    [InlineData("1 1 udp 1 192.0.2.1 0 typ host")]
    [InlineData("1 1 udp 1 192.0.2.1 65536 typ host")]
    [InlineData("1 1 udp 1 192.0.2 9 typ host")]
    [InlineData("1 1 udp 1 0x7f.0.0.1 9 typ host")]
    [InlineData("1 1 udp 1 0.0.0.0 9 typ host")]
    [InlineData("1 1 udp 1 255.255.255.255 9 typ host")]
    [InlineData("1 1 udp 1 239.1.2.3 9 typ host")]
    [InlineData("1 1 udp 1 ff02::1 9 typ host")]
    [InlineData("1 1 udp 1 fe80::1%eth0 9 typ host")]
    [InlineData("1 1 udp 1 192.0.2.1 9 typ")]
    [InlineData("1 1 udp 1 192.0.2.1 9 typ guess")]
    [InlineData("1 1 udp -1 192.0.2.1 9 typ host")]
    public void What_cannot_be_checked_is_passed_over(string text) => Assert.False(SdpCandidate.TryParse(text, out _));

    [Theory]
    [InlineData("1 1 udp 1 95ba4aaf-a92a-4c68-beb5-f56821ed0d02.local 57782 typ host", SdpCandidateKind.HostName)]
    [InlineData("1 1 udp 1 camera 57782 typ host", SdpCandidateKind.HostName)]
    [InlineData("1 1 tcp 1 192.0.2.1 9 typ host tcptype active", SdpCandidateKind.Tcp)]
    [InlineData("1 1 TCP 1 192.0.2.1 9 typ host tcptype passive", SdpCandidateKind.Tcp)]
    [InlineData("1 1 tcp 1 95ba4aaf.local 9 typ host tcptype active", SdpCandidateKind.Tcp)]
    [InlineData("1 2 udp 1 192.0.2.1 9 typ host", SdpCandidateKind.Other)]
    [InlineData("1 1 sctp 1 192.0.2.1 9 typ host", SdpCandidateKind.Other)]
    [InlineData("1 1 udp 1 192.0.2.1 9 typ guess", SdpCandidateKind.Other)]
    [InlineData("1 1 udp 1 0.0.0.0 9 typ host", SdpCandidateKind.Other)]
    [InlineData("1 1 udp 1 192.0.2 9 typ host", SdpCandidateKind.Malformed)]
    [InlineData("1 1 udp 1 no:name 9 typ host", SdpCandidateKind.Malformed)]
    [InlineData("1 1 udp 1 a. 9 typ host", SdpCandidateKind.Malformed)]
    [InlineData("1 1 udp 1 192.0.2.1 9 type host", SdpCandidateKind.Malformed)]
    [InlineData("1 1 udp 1 192.0.2.1 9 typ host", SdpCandidateKind.Checkable)]
    public void What_cannot_be_checked_says_why(string text, SdpCandidateKind expected) =>
        Assert.Equal(expected, SdpCandidate.Read(text, out _));

    [Theory]
    [InlineData("1 1 udp 100 203.0.113.9 1 typ srflx raddr 192.0.2.1 rport 5000 generation 0", "192.0.2.1:5000")]
    [InlineData("1 1 udp 100 203.0.113.9 1 typ relay generation 0 raddr 2001:db8::1 rport 0", "[2001:db8::1]:0")]
    [InlineData("1 1 udp 100 203.0.113.9 1 typ srflx", null)]
    [InlineData("1 1 udp 100 203.0.113.9 1 typ srflx raddr", null)]
    [InlineData("1 1 udp 100 203.0.113.9 1 typ srflx raddr 192.0.2.1", null)]
    [InlineData("1 1 udp 100 203.0.113.9 1 typ srflx raddr 192.0.2.1 rport 70000", null)]
    [InlineData("1 1 udp 100 203.0.113.9 1 typ srflx raddr x.local rport 1", null)]
    public void Base_of_a_reflexive_candidate_is_read(string text, string? related)
    {
        Assert.True(SdpCandidate.TryParse(text, out IceCandidate candidate));

        Assert.Equal(related, candidate.Related?.ToString());
    }

    [Fact]
    public void Own_candidates_are_written_by_their_transport_and_type()
    {
        TransportAddress host = TransportAddress.FromIPv4(0xC0000201, 8555);
        TransportAddress mapped = TransportAddress.FromIPv4(0xCB007109, 40000);
        TransportAddress six = TransportAddress.From(IPAddress.Parse("2001:db8::1"), 8555);

        Assert.Equal(
            "2 1 tcp 1518280447 192.0.2.1 8555 typ host tcptype passive",
            SdpCandidate.Format(new IceCandidate(IceCandidateType.Host, host with { Via = Route.Tcp }, 1518280447), 2));
        Assert.Equal(
            "3 1 udp 7 203.0.113.9 40000 typ srflx raddr 192.0.2.1 rport 8555",
            SdpCandidate.Format(new IceCandidate(IceCandidateType.ServerReflexive, mapped, 7) { Related = host }, 3));
        Assert.Equal(
            "4 1 udp 6 203.0.113.9 40000 typ relay raddr 0.0.0.0 rport 9",
            SdpCandidate.Format(new IceCandidate(IceCandidateType.Relayed, mapped with { Via = Route.Relay }, 6), 4));
        Assert.Equal(
            "5 1 udp 6 2001:db8::1 8555 typ relay raddr :: rport 9",
            SdpCandidate.Format(new IceCandidate(IceCandidateType.Relayed, six, 6), 5));
    }

    [Fact]
    public void Tcp_is_preferred_less_than_udp_and_a_relay_least_of_all()
    {
        uint[] falling =
        [
            IceCandidate.PriorityOf(IceCandidateType.Host),
            IceCandidate.PriorityOf(IceCandidateType.Host, 1),
            IceCandidate.PriorityOf(IceCandidateType.PeerReflexive),
            IceCandidate.PriorityOf(IceCandidateType.ServerReflexive),
            IceCandidate.PriorityOf(IceCandidateType.Host, Route.Tcp),
            IceCandidate.PriorityOf(IceCandidateType.Host, Route.Tcp, 1),
            IceCandidate.PriorityOf(IceCandidateType.PeerReflexive, Route.Tcp),
            IceCandidate.PriorityOf(IceCandidateType.ServerReflexive, Route.Tcp),
            IceCandidate.PriorityOf(IceCandidateType.Relayed),
        ];

        Assert.Equal(falling.OrderDescending(), falling);
        Assert.Equal(falling.Length, falling.Distinct().Count());
    }

    [Theory]
    [InlineData("1 1 udp 1 192.0.2.1 9 typ host generation 0 ufrag QnGV network-id 1", "QnGV")]
    [InlineData("1 1 udp 1 192.0.2.1 9 typ host ufrag", null)]
    [InlineData("1 1 udp 1 192.0.2.1 9 typ host", null)]
    [InlineData("", null)]
    public void Generation_of_a_candidate_is_read(string text, string? expected) =>
        Assert.Equal(expected, SdpCandidate.TryGetUfrag(text, out ReadOnlySpan<char> ufrag) ? ufrag.ToString() : null);
}
