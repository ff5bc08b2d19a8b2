using Lookout.Rtc.Sdp;

namespace Lookout.Rtc.Tests.Sdp;

public sealed class H264ChoiceTests
{
    [Theory]
    [InlineData(SdpCorpus.Chromium, "42e01f", 108)]
    [InlineData(SdpCorpus.Chromium, "42001f", 102)]
    [InlineData(SdpCorpus.Chromium, "4d0028", 116)]
    [InlineData(SdpCorpus.Chromium, "640028", 41)]
    [InlineData(SdpCorpus.Aiortc, "42e01f", 101)]
    [InlineData(SdpCorpus.Aiortc, "640028", 99)]
    [InlineData(SdpCorpus.Firefox, "42e01f", 126)]
    [InlineData(SdpCorpus.Firefox, "640028", 126)]
    public void Best_fitting_profile_with_fragmentation_is_chosen(string offerName, string profile, int payloadType)
    {
        Assert.True(SdpOfferReader.TryRead(SdpCorpus.Load(offerName), out SdpOffer? offer, out _));
        Assert.True(H264Profile.TryParse(profile, out H264Profile stream));

        Assert.Equal(payloadType, (int?)H264Choice.Choose(offer.Video.Codecs, stream)?.PayloadType);
    }

    [Fact]
    public void Without_fragmentation_there_is_no_choice()
    {
        string text = SdpCorpus.Load(SdpCorpus.Chromium).Replace("packetization-mode=1", "packetization-mode=0", StringComparison.Ordinal);
        Assert.True(SdpOfferReader.TryRead(text, out SdpOffer? offer, out _));

        Assert.Null(H264Choice.Choose(offer.Video.Codecs, H264Profile.ConstrainedBaseline));
    }

    [Theory]
    [InlineData("42e01f", 0)]
    [InlineData("42c00a", 0)]
    [InlineData("42001f", 1)]
    [InlineData("4d4028", 2)]
    [InlineData("640c1f", 3)]
    [InlineData("640028", 4)]
    [InlineData("f4001f", 5)]
    public void Profiles_rank_by_what_they_ask_of_a_decoder(string text, int rank)
    {
        Assert.True(H264Profile.TryParse(text, out H264Profile profile));
        Assert.Equal(rank, profile.Rank);
        Assert.Equal(text, profile.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("42e01")]
    [InlineData("42e01f0")]
    [InlineData("42g01f")]
    public void Malformed_profile_is_refused(string text) => Assert.False(H264Profile.TryParse(text, out _));
}
