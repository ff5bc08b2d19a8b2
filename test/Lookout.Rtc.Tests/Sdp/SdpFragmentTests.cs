using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Stun;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Sdp;

public sealed class SdpFragmentTests
{
    // In the shape of RFC 9725 §4.3.2's example, with what Chromium adds.
    private const string Trickle = """
        a=group:BUNDLE 0 1
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        a=mid:0
        a=ice-ufrag:EsAw
        a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
        a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1
        a=candidate:3471623853 1 udp 2122194687 2001:db8::7 61765 typ host generation 0 ufrag EsAw network-id 2
        a=candidate:473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active generation 0 ufrag EsAw network-id 1
        a=candidate:2154773085 1 udp 2122260223 95ba4aaf-a92a-4c68-beb5-f56821ed0d02.local 61764 typ host
        a=candidate:2154773086 1 udp 2122260223 192.0.2.9 61764 typ host generation 0 ufrag Old1
        m=video 9 UDP/TLS/RTP/SAVPF 96
        a=mid:1
        a=ice-ufrag:EsAw
        a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
        a=candidate:nonsense
        a=end-of-candidates
        """;

    [Fact]
    public void Fragment_of_a_browser_is_read()
    {
        SdpFragment fragment = Read(Trickle);

        Assert.Equal(new IceCredentials("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1"), fragment.Credentials);
        Assert.Equal("EsAw", fragment.Ufrag);
        Assert.Equal(["192.0.2.1:61764", "[2001:db8::7]:61765"], fragment.Candidates.Select(c => c.Address.ToString()));
        Assert.Equal(["0", "1"], fragment.Mids);
        Assert.True(fragment.EndOfCandidates);
        Assert.Equal(new IgnoredCandidates(HostNames: 1, Tcp: 1, WrongFamily: 0, Malformed: 1, Other: 1), fragment.Ignored);
    }

    [Theory]
    [InlineData("a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n", null, false)]
    [InlineData("a=ice-ufrag:EsAw\na=mid:0\n", "EsAw", false)]
    [InlineData("a=end-of-candidates", null, true)]
    [InlineData("a=candidate:", null, true)]
    public void Part_of_a_fragment_will_do(string text, string? ufrag, bool end)
    {
        SdpFragment fragment = Read(text);

        Assert.Equal(ufrag, fragment.Ufrag);
        Assert.Null(fragment.Credentials);
        Assert.Equal(end, fragment.EndOfCandidates);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{\"candidate\":\"\"}", "line 1 is no line of a session description")]
    [InlineData("a=ice-ufrag:ab\n", "its ice-ufrag or ice-pwd is malformed")]
    [InlineData("a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\n", "its ice-ufrag or ice-pwd is malformed")]
    [InlineData("a=ice-ufrag:EsAw\na=ice-pwd:short\n", "its ice-ufrag or ice-pwd is malformed")]
    [InlineData("a=ice-ufrag:EsAw\na=ice-ufrag:EsAx\n", "it has more than one ice-ufrag")]
    [InlineData("a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui2\n", "it has more than one ice-pwd")]
    [InlineData("a=mid:two words\n", "line 1 is malformed")]
    public void What_cannot_be_used_says_why(string text, string why)
    {
        Assert.False(SdpFragment.TryRead(text, out SdpFragment? fragment, out SdpProblem? problem));
        Assert.Null(fragment);
        Assert.Equal($"The fragment cannot be used: {why}.", problem.Detail);
    }

    [Fact]
    public void Length_sections_and_candidates_are_bounded()
    {
        string candidates = string.Concat(Enumerable.Range(1, 100).Select(i => $"a=candidate:{i} 1 udp 1 192.0.2.1 {i} typ host\n"));
        string sections = string.Concat(Enumerable.Repeat("m=video 9 RTP/AVP 0\n", 33));

        SdpFragment fragment = Read(candidates);
        Assert.Equal(64, fragment.Candidates.Count);
        Assert.Equal(36, fragment.Ignored.Other);
        Assert.False(SdpFragment.TryRead(sections, out _));
        Assert.False(SdpFragment.TryRead(new string('a', SdpFragment.MaxLength + 1), out _));
    }

    [Fact]
    public void Own_fragment_is_this_text_and_is_read_back()
    {
        var credentials = new IceCredentials("abcdefgh", "0123456789012345678901");
        var candidate = new IceCandidate(IceCandidateType.Host, TransportAddress.FromIPv4(0xC0000201, 8555), 2130706431);

        string text = SdpFragment.Write("0", credentials, [candidate]);

        const string expected = """
            m=video 9 UDP/TLS/RTP/SAVPF 0
            a=mid:0
            a=ice-ufrag:abcdefgh
            a=ice-pwd:0123456789012345678901
            a=candidate:1 1 udp 2130706431 192.0.2.1 8555 typ host
            a=end-of-candidates

            """;
        Assert.Equal(expected.ReplaceLineEndings("\r\n"), text);
        SdpFragment read = Read(text);
        Assert.Equal(credentials, read.Credentials);
        Assert.Equal([candidate], read.Candidates);
        Assert.Equal(["0"], read.Mids);
        Assert.DoesNotContain("a=mid", SdpFragment.Write("", credentials, []), StringComparison.Ordinal);
    }

    [Fact]
    public void Truncation_at_every_length_never_throws()
    {
        for (int length = 0; length <= Trickle.Length; length++)
            if (SdpFragment.TryRead(Trickle[..length], out SdpFragment? fragment)) Assert.InRange(fragment.Candidates.Count, 0, 3);
    }

    [Fact]
    public void Mutations_never_throw_and_keep_the_bounds()
    {
        byte[] good = Encoding.Latin1.GetBytes(Trickle);
        var mutator = new Mutator(20840);
        for (int i = 0; i < 20_000; i++)
        {
            if (!SdpFragment.TryRead(Encoding.Latin1.GetString(mutator.Mutate(good)), out SdpFragment? fragment)) continue;
            Assert.InRange(fragment.Candidates.Count, 0, 64);
            Assert.True(fragment.Credentials is not { } own || IceCredentials.IsWellFormed(own.Ufrag, own.Password));
            Assert.All(fragment.Candidates, candidate => Assert.Equal(Route.Udp, candidate.Address.Via));
        }
    }

    private static SdpFragment Read(string text)
    {
        Assert.True(SdpFragment.TryRead(text, out SdpFragment? fragment, out SdpProblem? problem), problem?.Detail);
        return fragment;
    }
}
