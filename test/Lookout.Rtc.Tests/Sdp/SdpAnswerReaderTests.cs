using System.Text;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Sdp;

/// <summary>Answers that aiortc 1.4 and Pion 3.1 gave to an offer of <see cref="SdpOfferWriter"/>.</summary>
public sealed class SdpAnswerReaderTests
{
    private static readonly string Aiortc = SdpCorpus.Load("aiortc-answer.sdp");
    private static readonly string Pion = SdpCorpus.Load("pion-answer.sdp");

    [Fact]
    public void Aiortc_answer_makes_us_the_dtls_server()
    {
        SdpReply reply = Read(Aiortc);

        Assert.Equal(DtlsRole.Server, reply.Role);
        Assert.Equal(new IceCredentials("Q6zs", "7Ebf95DCJWpne5Zv0K3E3s"), reply.Credentials);
        Assert.Equal((0x33, 0x6D), (reply.Fingerprint[0], reply.Fingerprint[31]));
        Assert.Equal(4, reply.Candidates.Count);
        Assert.Equal(SdpOfferWriter.PayloadType, reply.Video.Codec.PayloadType);
        Assert.Equal(["nack", "nack pli"], reply.Video.Codec.Feedback.Order());
    }

    [Fact]
    public void Answer_that_takes_no_repair_leaves_one_stream_without_extensions_that_need_it()
    {
        SdpReply reply = Read(Aiortc);

        Assert.Null(reply.Taken(SdpOfferWriter.CreateTrack(Random.Shared.NextBytes)).Repair);
        Assert.Equal((default, RateFeedback.None), (reply.Video.Extensions, reply.Video.RateFeedback));
    }

    [Fact]
    public void Answer_that_takes_all_is_sent_all_under_its_payload_types()
    {
        string[] more =
        [
            "a=rtcp-fb:96 transport-cc", "a=rtcp-fb:96 goog-remb", "a=rtpmap:98 rtx/90000", "a=fmtp:98 apt=96",
            $"a=extmap:1 {TransportSequence.Uri}", $"a=extmap:3/recvonly {AbsoluteCaptureTime.Uri}", "a=recvonly",
        ];
        SdpReply reply = Read(Pion.Replace("SAVPF 96", "SAVPF 96 98", StringComparison.Ordinal).Replace("a=recvonly", string.Join("\r\n", more), StringComparison.Ordinal));
        RtcTrack offered = SdpOfferWriter.CreateTrack(new Random(9725).NextBytes);

        RtcTrack track = reply.Taken(offered);

        Assert.Equal((offered.Media.Ssrc, offered.Repair!.Ssrc), (track.Media.Ssrc, track.Repair!.Ssrc));
        Assert.Equal((96, 98), (track.Media.PayloadType, track.Repair.PayloadType));
        Assert.Equal((new HeaderExtensionIds(1, 0, 3, 0), RateFeedback.TransportWide), (reply.Video.Extensions, reply.Video.RateFeedback));
    }

    [Fact]
    public void Pion_answer_makes_us_the_dtls_client_and_its_fingerprint_is_of_the_session()
    {
        SdpReply reply = Read(Pion);

        Assert.Equal(DtlsRole.Client, reply.Role);
        Assert.Equal((0xAA, 0x5A), (reply.Fingerprint[0], reply.Fingerprint[31]));
        // The second of each pair is of RTCP's component.
        Assert.Equal(4, reply.Candidates.Count);
    }

    [Fact]
    public void Transport_of_the_session_part_serves_the_section()
    {
        string[] moved = ["a=ice-ufrag:Q6zs\r\n", "a=ice-pwd:7Ebf95DCJWpne5Zv0K3E3s\r\n", "a=setup:active\r\n"];
        string text = moved.Aggregate(Aiortc, (sdp, line) => sdp.Replace(line, "", StringComparison.Ordinal));

        Assert.Equal(Read(Aiortc).Credentials, Read(text.Replace("t=0 0\r\n", "t=0 0\r\n" + string.Concat(moved), StringComparison.Ordinal)).Credentials);
    }

    [Fact]
    public void Answer_without_format_parameters_or_candidates_is_taken()
    {
        IEnumerable<string> lines = Aiortc.Split("\r\n").Where(line => !line.StartsWith("a=fmtp", StringComparison.Ordinal) && !line.StartsWith("a=candidate", StringComparison.Ordinal));

        Assert.Empty(Read(string.Join("\r\n", lines)).Candidates);
    }

    [Theory]
    [InlineData("v=0", "v=1", "begin with v=0")]
    [InlineData("a=ice-pwd:7Ebf95DCJWpne5Zv0K3E3s\r\n", "", "ice-pwd")]
    [InlineData("a=fingerprint:sha-256 ", "a=fingerprint:sha-1 ", "fingerprint")]
    [InlineData("a=setup:active", "a=setup:actpass", "setup")]
    [InlineData("a=setup:active", "a=setup:holdconn", "setup")]
    [InlineData("a=rtcp-mux\r\n", "", "rtcp-mux")]
    [InlineData("m=video ", "m=audio ", "one video section")]
    [InlineData("t=0 0\r\n", "t=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n", "one video section")]
    [InlineData("s=-\r\n", "s\r\n", "line 3")]
    public void Broken_answer_is_refused_with_the_reason(string find, string replace, string reason) =>
        AssertProblem(Aiortc.Replace(find, replace, StringComparison.Ordinal), SdpProblemKind.Malformed, reason);

    [Theory]
    [InlineData("m=video 40347 ", "m=video 0 ", "rejected")]
    [InlineData("a=recvonly", "a=inactive", "does not want to receive")]
    [InlineData("a=recvonly", "a=sendonly", "does not want to receive")]
    [InlineData("H264/90000", "VP8/90000", "H.264")]
    [InlineData("SAVPF 96", "SAVPF 97", "H.264")]
    public void Answer_that_does_not_take_the_video_says_so(string find, string replace, string reason) =>
        AssertProblem(Aiortc.Replace(find, replace, StringComparison.Ordinal), SdpProblemKind.NotAcceptable, reason);

    [Fact]
    public void Answer_cut_at_any_length_never_throws()
    {
        foreach (string text in new[] { Aiortc, Pion })
            for (int length = 0; length < text.Length; length++)
                if (!SdpAnswerReader.TryRead(text[..length], out _, out SdpProblem? problem)) Assert.NotEmpty(problem.Detail);
        Assert.False(SdpAnswerReader.TryRead(Aiortc + new string('x', SdpOfferReader.MaxLength), out _, out _));
    }

    [Fact]
    public void Mutated_answers_never_throw_and_never_weaken_what_is_relied_on()
    {
        var mutator = new Mutator(9725);
        byte[][] corpus = [Encoding.Latin1.GetBytes(Aiortc), Encoding.Latin1.GetBytes(Pion)];
        int taken = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string text = Encoding.Latin1.GetString(mutator.Mutate(corpus[i % 2]));
            if (!SdpAnswerReader.TryRead(text, out SdpReply? reply, out _)) continue;
            taken++;
            Assert.Equal((SdpOfferWriter.PayloadType, 32), (reply.Video.Codec.PayloadType, reply.Fingerprint.Length));
            Assert.True(IceCredentials.IsWellFormed(reply.Credentials.Ufrag, reply.Credentials.Password));
        }

        Assert.InRange(taken, 1000, 19_000);
    }

    private static SdpReply Read(string text)
    {
        Assert.True(SdpAnswerReader.TryRead(text, out SdpReply? reply, out SdpProblem? problem), problem?.Detail);
        return reply;
    }

    private static void AssertProblem(string text, SdpProblemKind kind, string reason)
    {
        Assert.False(SdpAnswerReader.TryRead(text, out _, out SdpProblem? problem));
        Assert.Equal(kind, problem.Kind);
        Assert.Contains(reason, problem.Detail, StringComparison.Ordinal);
    }
}
