using Lookout.Rtc.Rtp;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Sdp;

public sealed class H265ChoiceTests
{
    // A sequence parameter set as x265 writes it: Main, main tier, level 3.1, with emulation prevention in the flags.
    private const string SequenceParameterSet = "420101" + "01600000" + "0300900000" + "030000" + "03005D" + "A002808016";

    [Theory]
    [InlineData("1,0,93", "1,0,93", "2,0,180", 49)]
    [InlineData("2,0,120", "1,0,180", "2,0,120", 50)]
    [InlineData("1,0,120", "1,0,93", "1,0,180", 50)]
    [InlineData("1,0,180", "1,0,93", "1,0,120", 49)]
    [InlineData("1,1,93", "1,0,180", "1,1,93", 50)]
    [InlineData("3,0,93", "1,0,30", "2,0,93", 50)]
    public void Best_fitting_profile_tier_and_level_is_chosen(string stream, string first, string second, int payloadType)
    {
        SdpMedia video = Read(Offer((49, first), (50, second))).Video;

        Assert.Equal(payloadType, (int?)VideoFormat.H265Of(Profile(stream)).Choose(video.Codecs)?.PayloadType);
    }

    [Fact]
    public void Camera_decides_which_codec_is_answered()
    {
        SdpOffer offer = Read(Offer((49, "1,0,180")));

        Assert.Equal(108, VideoFormat.Default.Choose(offer.Video.Codecs)!.PayloadType);
        SdpCodec chosen = VideoFormat.H265Of(H265Profile.Default).Choose(offer.Video.Codecs)!;
        string answer = SdpAnswerTests.Answer(offer, chosen).Write(offer);
        Assert.Contains("m=video 9 UDP/TLS/RTP/SAVPF 49 60\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("a=rtpmap:49 H265/90000\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("a=fmtp:49 level-id=180;profile-id=1;tier-flag=0;tx-mode=SRST\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("a=fmtp:60 apt=49\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_streams_and_an_offer_without_h265_are_no_choice()
    {
        string text = Offer((49, "1,0,180"));

        Assert.Null(H265Choice.Choose(Read(text.Replace("SRST", "MRST", StringComparison.Ordinal)).Video.Codecs, H265Profile.Default));
        Assert.Null(H265Choice.Choose(Read(SdpCorpus.Load(SdpCorpus.Chromium)).Video.Codecs, H265Profile.Default));
    }

    [Fact]
    public void Offer_without_parameters_means_main_at_level_3_1() =>
        Assert.Equal(new H265Profile(1, 0, 93), Read(Offer((49, ""))).Video.Codecs.Single(codec => codec.IsH265).H265Profile);

    [Fact]
    public void Profile_is_read_from_the_sequence_parameter_set()
    {
        byte[] stream = Convert.FromHexString("00000001" + "40010C01" + "00000001" + SequenceParameterSet);

        Assert.True(VideoFormat.TryRead(VideoCodec.H265, stream, out VideoFormat format));
        Assert.Equal(VideoFormat.H265Of(new H265Profile(1, 0, 93)), format);
        Assert.False(VideoFormat.TryRead(VideoCodec.H264, stream, out _));
        Assert.True(VideoFormat.TryRead(VideoCodec.H264, Convert.FromHexString("000001" + "6764001F"), out format));
        Assert.Equal("64001f", format.H264.ToString());
    }

    [Fact]
    public void Nothing_behind_the_picture_is_looked_at()
    {
        Assert.False(VideoFormat.TryRead(VideoCodec.H265, Convert.FromHexString("000001" + "2601AA" + "000001" + SequenceParameterSet), out _));
        Assert.False(VideoFormat.TryRead(VideoCodec.H264, Convert.FromHexString("000001" + "6588" + "000001" + "6764001F"), out _));
    }

    [Fact]
    public void Sequence_parameter_set_cut_short_has_no_profile()
    {
        byte[] whole = Convert.FromHexString(SequenceParameterSet);
        int shortest = Enumerable.Range(0, whole.Length + 1).First(length => H265Profile.TryRead(whole.AsSpan(0, length), out _));

        // Two bytes of header, thirteen of fields and three of emulation prevention.
        Assert.Equal(18, shortest);
    }

    [Fact]
    public void Mutated_sequence_parameter_sets_never_throw()
    {
        byte[] stream = Convert.FromHexString("00000001" + SequenceParameterSet);
        var mutator = new Mutator(7798);
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (!VideoFormat.TryRead(VideoCodec.H265, mutator.Mutate(stream), out VideoFormat format)) continue;
            read++;
            Assert.InRange(format.H265.ProfileId, 0, 31);
        }

        Assert.True(read > 1000);
    }

    private static H265Profile Profile(string text)
    {
        byte[] parts = [.. text.Split(',').Select(byte.Parse)];
        return new H265Profile(parts[0], parts[1], parts[2]);
    }

    // Chromium's offer with H.265 behind, as it writes it where the machine decodes it.
    private static string Offer(params (int PayloadType, string Profile)[] codecs)
    {
        string text = SdpCorpus.Load(SdpCorpus.Chromium).Replace(" 120 49\r\n", $" 120 {string.Join(' ', codecs.Select(codec => codec.PayloadType))} 60\r\n", StringComparison.Ordinal);
        text = string.Join("\r\n", text.Split("\r\n").Where(line => !line.Contains(":49 ", StringComparison.Ordinal)));
        foreach ((int payloadType, string profile) in codecs)
        {
            text += $"a=rtpmap:{payloadType} H265/90000\r\na=rtcp-fb:{payloadType} nack\r\n";
            if (profile.Length == 0) continue;
            string[] parts = profile.Split(',');
            text += $"a=fmtp:{payloadType} level-id={parts[2]};profile-id={parts[0]};tier-flag={parts[1]};tx-mode=SRST\r\n";
        }

        return text + "a=rtpmap:60 rtx/90000\r\na=fmtp:60 apt=49\r\n";
    }

    private static SdpOffer Read(string text)
    {
        Assert.True(SdpOfferReader.TryRead(text, out SdpOffer? offer, out SdpProblem? problem), problem?.Detail);
        return offer;
    }
}
