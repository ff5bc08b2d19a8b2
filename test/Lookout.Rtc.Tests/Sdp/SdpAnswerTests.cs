using System.Net;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Sdp;

public sealed class SdpAnswerTests
{
    [Fact]
    public void Answer_to_chromium_is_this_text()
    {
        const string expected = """
            v=0
            o=- 42 1 IN IP4 0.0.0.0
            s=-
            t=0 0
            a=group:BUNDLE 0
            a=msid-semantic:WMS *
            m=video 9 UDP/TLS/RTP/SAVPF 108 109
            c=IN IP4 0.0.0.0
            a=mid:0
            a=sendonly
            a=rtcp-mux
            a=rtcp-rsize
            a=rtpmap:108 H264/90000
            a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
            a=rtcp-fb:108 nack
            a=rtcp-fb:108 nack pli
            a=rtcp-fb:108 ccm fir
            a=rtcp-fb:108 transport-cc
            a=rtpmap:109 rtx/90000
            a=fmtp:109 apt=108
            a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
            a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
            a=extmap:3 urn:3gpp:video-orientation
            a=msid:front front-video
            a=ssrc-group:FID 305419896 591751049
            a=ssrc:305419896 cname:c0ffee
            a=ssrc:591751049 cname:c0ffee
            a=ice-ufrag:abcdefgh
            a=ice-pwd:0123456789012345678901
            a=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F
            a=setup:passive
            a=candidate:1 1 udp 2130706431 192.0.2.1 8555 typ host
            a=candidate:2 1 udp 2130706175 2001:db8::1 8555 typ host
            a=end-of-candidates

            """;

        Assert.Equal(expected.ReplaceLineEndings("\r\n"), Write(SdpCorpus.Chromium));
    }

    [Fact]
    public void Sections_we_do_not_serve_are_rejected_in_their_place()
    {
        string answer = Write(SdpCorpus.ChromiumWithAudioAndData);

        string[] media = [.. answer.Split("\r\n").Where(l => l.StartsWith("m=", StringComparison.Ordinal))];
        Assert.Equal(["m=audio 0 UDP/TLS/RTP/SAVPF 111", "m=video 9 UDP/TLS/RTP/SAVPF 108 109", "m=application 0 UDP/DTLS/SCTP webrtc-datachannel"], media);
        Assert.Contains("a=group:BUNDLE 1\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_offered_is_not_answered()
    {
        string answer = Write(SdpCorpus.Aiortc);

        Assert.DoesNotContain("ccm fir", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("extmap", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("rsize", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("transport-cc", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_candidates_are_read_back()
    {
        foreach (IceCandidate candidate in Answer(Offer(SdpCorpus.Chromium)).Candidates)
        {
            Assert.True(SdpCandidate.TryParse(SdpCandidate.Format(candidate, 1), out IceCandidate read));
            Assert.Equal(candidate, read);
        }
    }

    internal static SdpAnswer Answer(SdpOffer offer, SdpCodec? codec = null) => new()
    {
        SessionId = 42,
        Credentials = new IceCredentials("abcdefgh", "0123456789012345678901"),
        Fingerprint = [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
        Video = SdpNegotiation.Of(offer.Video, codec ?? H264Choice.Choose(offer.Video.Codecs, H264Profile.ConstrainedBaseline)!),
        Track = new RtcTrack(
            MediaKind.Video, new RtcSource(new Ssrc(0x12345678), 108, default), Repairs(offer) ? new RtcSource(new Ssrc(0x23456789), 109, default) : null),
        CanonicalName = "c0ffee",
        StreamId = "front",
        Candidates =
        [
            Host("192.0.2.1", 0),
            Host("2001:db8::1", 1),
        ],
    };

    private static IceCandidate Host(string address, int index) => new(
        IceCandidateType.Host, TransportAddress.From(IPAddress.Parse(address), 8555), IceCandidate.PriorityOf(IceCandidateType.Host, index));

    private static bool Repairs(SdpOffer offer) => offer.Video.Codecs.Any(codec => codec.Name == "rtx");

    private static SdpOffer Offer(string name)
    {
        Assert.True(SdpOfferReader.TryRead(SdpCorpus.Load(name), out SdpOffer? offer, out _));
        return offer;
    }

    private static string Write(string name)
    {
        SdpOffer offer = Offer(name);
        return Answer(offer).Write(offer);
    }
}
