using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Tests.Ice;

namespace Lookout.Rtc.Tests.Sdp;

public sealed class SdpNegotiationTests
{
    [Theory]
    [InlineData(SdpCorpus.Chromium, 109, RateFeedback.TransportWide)]
    [InlineData(SdpCorpus.Aiortc, 102, RateFeedback.ReceiverEstimate)]
    // It says for one rtx only whose it is, and names no extension for the transport-wide number.
    [InlineData(SdpCorpus.Firefox, null, RateFeedback.ReceiverEstimate)]
    public void Repair_and_the_better_kind_of_rate_feedback_are_agreed_on(string name, int? repair, RateFeedback feedback)
    {
        SdpNegotiation agreed = Agree(SdpCorpus.Load(name), out _);

        Assert.Equal(repair, agreed.Repair?.PayloadType);
        Assert.Equal(feedback, agreed.RateFeedback);
    }

    [Fact]
    public void Chromium_gets_every_extension_it_offers()
    {
        Assert.Equal(new HeaderExtensionIds(4, 5, 0, 3), Agree(SdpCorpus.Load(SdpCorpus.Chromium), out _).Extensions);

        string text = SdpCorpus.Load(SdpCorpus.Chromium).Replace("a=extmap:6 ", $"a=extmap:12 {AbsoluteCaptureTime.Uri}\r\na=extmap:6 ", StringComparison.Ordinal);
        Assert.Equal(new HeaderExtensionIds(4, 5, 12, 3), Agree(text, out _).Extensions);
    }

    [Fact]
    public void Without_repair_nothing_is_agreed_on_that_changes_from_sending_to_sending()
    {
        string text = SdpCorpus.Load(SdpCorpus.Chromium)
            .Replace("a=extmap:6 ", $"a=extmap:12 {AbsoluteCaptureTime.Uri}\r\na=extmap:6 ", StringComparison.Ordinal)
            .Replace("apt=108", "apt=1", StringComparison.Ordinal);
        SdpNegotiation agreed = Agree(text, out SdpOffer offer);

        Assert.Null(agreed.Repair);
        Assert.Equal(new HeaderExtensionIds(0, 5, 0, 3), agreed.Extensions);
        Assert.Equal(RateFeedback.ReceiverEstimate, agreed.RateFeedback);
        Assert.Equal(["nack", "nack pli", "ccm fir", "goog-remb"], agreed.Feedback);
        Assert.Null(agreed.CreateTrack(offer, SeededRandom.Create(1)).Repair);
    }

    [Fact]
    public void Our_ssrcs_are_none_of_the_offerers()
    {
        // What the seed gives first, the offer has taken.
        uint[] drawn = [Draw(0), Draw(1)];
        string text = SdpCorpus.Load(SdpCorpus.Chromium) + $"a=ssrc:{drawn[0]} cname:x\r\na=ssrc:{drawn[1]} msid:x y\r\n";
        SdpNegotiation agreed = Agree(text, out SdpOffer offer);
        RtcTrack track = agreed.CreateTrack(offer, SeededRandom.Create(5));

        Assert.DoesNotContain(track.Media.Ssrc.Value, drawn);
        Assert.DoesNotContain(track.Repair!.Ssrc.Value, drawn);
        Assert.NotEqual(track.Media.Ssrc, track.Repair.Ssrc);
        Assert.True(track.Media.First.Value < 1 << 15 && track.Repair.First.Value < 1 << 15);
        Assert.Equal((108, 109), (track.Media.PayloadType, track.Repair.PayloadType));

        static uint Draw(int which)
        {
            RtcTrack track = Agree(SdpCorpus.Load(SdpCorpus.Chromium), out SdpOffer offer).CreateTrack(offer, SeededRandom.Create(5));
            return (which == 0 ? track.Media : track.Repair!).Ssrc.Value;
        }
    }

    private static SdpNegotiation Agree(string text, out SdpOffer offer)
    {
        Assert.True(SdpOfferReader.TryRead(text, out SdpOffer? read, out SdpProblem? problem), problem?.Detail);
        offer = read;
        return SdpNegotiation.Of(read.Video, H264Choice.Choose(read.Video.Codecs, H264Profile.ConstrainedBaseline)!);
    }
}
