using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;

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
}
