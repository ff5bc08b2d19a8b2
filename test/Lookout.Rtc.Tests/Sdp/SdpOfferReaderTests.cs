using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Sdp;

public sealed class SdpOfferReaderTests
{
    [Fact]
    public void Chromium_offer_is_read()
    {
        SdpOffer offer = Read(SdpCorpus.Chromium);

        Assert.Equal("QnGV", offer.Credentials.Ufrag);
        Assert.Equal("saNkOQvEQNn4rV2P1hgySAj0", offer.Credentials.Password);
        Assert.True(offer.IsBundled);
        Assert.Equal("0", offer.Video.Mid);
        Assert.Equal(0x70, offer.Fingerprint[0]);
        Assert.Equal(0x16, offer.Fingerprint[31]);
        // Both candidates hide behind mDNS names.
        Assert.Empty(offer.Candidates);
        Assert.Equal(5, offer.Video.Extensions.GetValueOrDefault(PlayoutDelay.Uri));
        SdpCodec codec = Assert.Single(offer.Video.Codecs, c => c.PayloadType == 108);
        Assert.Equal(("H264", 90000, 1, "42e01f"), (codec.Name, codec.ClockRate, codec.PacketizationMode, codec.Profile.ToString()));
        Assert.Superset(new HashSet<string> { "nack", "nack pli", "ccm fir" }, codec.Feedback.ToHashSet());
    }

    [Fact]
    public void Video_is_found_behind_audio()
    {
        SdpOffer offer = Read(SdpCorpus.ChromiumWithAudioAndData);

        Assert.Equal(["audio", "video", "application"], offer.Media.Select(m => m.Kind));
        Assert.Equal(1, offer.VideoIndex);
    }

    [Fact]
    public void Candidates_of_the_first_bundled_section_serve_the_video_section()
    {
        string text = SdpCorpus.Load(SdpCorpus.ChromiumWithAudioAndData)
            .Replace("m=audio 9 ", "m=audio 4000 ", StringComparison.Ordinal)
            .Replace("a=rtpmap:111 ", "a=candidate:1 1 udp 2113937151 192.0.2.77 4000 typ host\r\na=rtpmap:111 ", StringComparison.Ordinal);

        Assert.True(SdpOfferReader.TryRead(text, out SdpOffer? offer, out _));

        Assert.Contains(offer.Candidates, c => c.Address.ToString() == "192.0.2.77:4000");
    }

    [Fact]
    public void Aiortc_offer_is_read_with_its_candidates()
    {
        SdpOffer offer = Read(SdpCorpus.Aiortc);

        Assert.Equal(2, offer.Candidates.Count);
        Assert.All(offer.Candidates, c => Assert.Equal(IceCandidateType.Host, c.Type));
        Assert.Equal(0, offer.Video.Extensions.GetValueOrDefault(PlayoutDelay.Uri));
    }

    [Fact]
    public void Feedback_that_ends_in_a_blank_as_Pion_writes_it_is_feedback()
    {
        string text = string.Join("\r\n", SdpCorpus.Load(SdpCorpus.Chromium).ReplaceLineEndings("\n").Split('\n')
            .Select(line => line.StartsWith("a=rtcp-fb:", StringComparison.Ordinal) ? line + ' ' : line));
        Assert.True(SdpOfferReader.TryRead(text, out SdpOffer? offer, out _));

        SdpCodec codec = Assert.Single(offer.Video.Codecs, c => c.PayloadType == 108);
        Assert.Superset(new HashSet<string> { "nack", "transport-cc" }, codec.Feedback.ToHashSet());
        Assert.Equal(RateFeedback.TransportWide, SdpNegotiation.Of(offer.Video, codec).RateFeedback);
    }

    [Fact]
    public void Firefox_offer_is_read_with_the_fingerprint_of_the_session()
    {
        SdpOffer offer = Read(SdpCorpus.Firefox);

        Assert.Equal(11, offer.Fingerprint[0]);
        Assert.Equal([IceCandidateType.Host, IceCandidateType.ServerReflexive], offer.Candidates.Select(c => c.Type));
        Assert.Equal(6, offer.Video.Extensions.GetValueOrDefault(PlayoutDelay.Uri));
        Assert.Contains("nack pli", offer.Video.Codecs.First(c => c.PayloadType == 126).Feedback);
    }

    [Theory]
    [InlineData("v=0", "v=1", "begin with v=0")]
    [InlineData("a=ice-pwd:saNkOQvEQNn4rV2P1hgySAj0\r\n", "", "ice-pwd")]
    [InlineData("a=ice-ufrag:QnGV", "a=ice-ufrag:Q V", "ice-ufrag")]
    [InlineData("a=fingerprint:sha-256 ", "a=fingerprint:sha-1 ", "fingerprint")]
    [InlineData("a=fingerprint:sha-256 70:", "a=fingerprint:sha-256 ZZ:", "fingerprint")]
    [InlineData("a=setup:actpass", "a=setup:passive", "setup")]
    [InlineData("a=rtcp-mux\r\n", "", "rtcp-mux")]
    [InlineData("m=video 9 ", "m=video x ", "line 8")]
    [InlineData("a=mid:0", "a=mid:a b", "line 18")]
    [InlineData("s=-\r\n", "s\r\n", "line 3")]
    public void Broken_offer_is_refused_with_the_reason(string find, string replace, string reason)
    {
        string text = SdpCorpus.Load(SdpCorpus.Chromium).Replace(find, replace, StringComparison.Ordinal);

        Assert.False(SdpOfferReader.TryRead(text, out _, out SdpProblem? problem));

        Assert.Equal(SdpProblemKind.Malformed, problem.Kind);
        Assert.Contains(reason, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=recvonly", "a=sendonly")]
    [InlineData("a=recvonly", "a=inactive")]
    [InlineData("m=video 9 ", "m=video 0 ")]
    [InlineData("m=video 9 ", "m=audio 9 ")]
    [InlineData("UDP/TLS/RTP/SAVPF", "RTP/AVP")]
    public void Offer_without_video_to_receive_is_not_acceptable(string find, string replace)
    {
        string text = SdpCorpus.Load(SdpCorpus.Chromium).Replace(find, replace, StringComparison.Ordinal);

        Assert.False(SdpOfferReader.TryRead(text, out _, out SdpProblem? problem));

        Assert.Equal(SdpProblemKind.NotAcceptable, problem.Kind);
    }

    [Fact]
    public void Extension_the_offerer_only_sends_is_not_for_us()
    {
        string text = SdpCorpus.Load(SdpCorpus.Chromium).Replace("a=extmap:5 ", "a=extmap:5/sendonly ", StringComparison.Ordinal);

        Assert.True(SdpOfferReader.TryRead(text, out SdpOffer? offer, out _));

        Assert.DoesNotContain(PlayoutDelay.Uri, offer.Video.Extensions.Keys);
        Assert.Contains(VideoOrientation.Uri, offer.Video.Extensions.Keys);
    }

    [Fact]
    public void Bounds_are_kept()
    {
        string offer = SdpCorpus.Load(SdpCorpus.Chromium);
        AssertRefused(offer + new string('x', SdpOfferReader.MaxLength));
        AssertRefused(offer + "a=" + new string('x', SdpLineReader.MaxLine));
        AssertRefused(offer + string.Concat(Enumerable.Repeat("a=x\r\n", SdpLineReader.MaxLines)));
        AssertRefused(offer + string.Concat(Enumerable.Repeat("m=audio 9 RTP/SAVPF 0\r\n", 32)));

        string many = string.Concat(Enumerable.Range(1, 500).Select(i => $"a=candidate:{i} 1 udp 1 192.0.2.1 {i} typ host\r\n"));
        Assert.True(SdpOfferReader.TryRead(offer + many, out SdpOffer? read, out _));
        Assert.Equal(64, read.Candidates.Count);

        static void AssertRefused(string text)
        {
            Assert.False(SdpOfferReader.TryRead(text, out _, out SdpProblem? problem));
            Assert.Equal(SdpProblemKind.Malformed, problem.Kind);
        }
    }

    [Fact]
    public void Offer_cut_at_any_length_never_throws()
    {
        foreach (string name in SdpCorpus.All)
        {
            string text = SdpCorpus.Load(name);
            for (int length = 0; length < text.Length; length++)
                if (!SdpOfferReader.TryRead(text[..length], out _, out SdpProblem? problem)) Assert.NotEmpty(problem.Detail);
        }
    }

    [Fact]
    public void Mutated_offers_never_throw_and_their_answers_hold_no_foreign_lines()
    {
        var mutator = new Mutator(8866);
        byte[][] corpus = [.. SdpCorpus.All.Select(name => Encoding.Latin1.GetBytes(SdpCorpus.Load(name)))];
        int answered = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string text = Encoding.Latin1.GetString(mutator.Mutate(corpus[i % corpus.Length]));
            if (!SdpOfferReader.TryRead(text, out SdpOffer? offer, out _)) continue;
            if (H264Choice.Choose(offer.Video.Codecs, H264Profile.ConstrainedBaseline) is not { } codec) continue;
            answered++;
            var lines = new SdpLineReader(SdpAnswerTests.Answer(offer, codec).Write(offer));
            while (lines.MoveNext()) Assert.Contains(lines.Type, "vostamc");
            Assert.False(lines.Malformed);
        }

        Assert.True(answered > 1000);
    }

    private static SdpOffer Read(string name)
    {
        Assert.True(SdpOfferReader.TryRead(SdpCorpus.Load(name), out SdpOffer? offer, out SdpProblem? problem), problem?.Detail);
        return offer;
    }
}
