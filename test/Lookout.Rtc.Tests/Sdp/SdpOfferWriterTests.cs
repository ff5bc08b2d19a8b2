using System.Net;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Sdp;

public sealed class SdpOfferWriterTests
{
    private static readonly SdpOfferWriter Offer = new()
    {
        SessionId = 7,
        Credentials = new IceCredentials("abcdefgh", "0123456789012345678901"),
        Fingerprint = [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
        Profile = H264Profile.ConstrainedBaseline,
        Track = new RtcTrack(
            MediaKind.Video,
            new RtcSource(new Ssrc(0xCAFE), SdpOfferWriter.PayloadType, new SequenceNumber(1)),
            new RtcSource(new Ssrc(0xBEEF), 97, new SequenceNumber(2))),
        CanonicalName = "abc",
        StreamId = "front",
        Candidates =
        [
            new IceCandidate(IceCandidateType.Host, TransportAddress.From(IPAddress.Parse("192.0.2.7"), 8555), 2130706431),
            new IceCandidate(IceCandidateType.Host, TransportAddress.From(IPAddress.Parse("2001:db8::7"), 8555), 2130706175),
        ],
    };

    [Fact]
    public void Offer_is_read_by_our_own_reader_once_it_is_turned_round()
    {
        // Our reader takes offers of viewers: those want to receive.
        string text = Offer.Write().Replace("a=sendonly", "a=recvonly", StringComparison.Ordinal);

        Assert.True(SdpOfferReader.TryRead(text, out SdpOffer? read, out SdpProblem? problem), problem?.Detail);

        Assert.Equal((Offer.Credentials, true, "0"), (read.Credentials, read.IsBundled, read.Video.Mid));
        Assert.Equal(Offer.Fingerprint, read.Fingerprint);
        Assert.Equal(Offer.Candidates, read.Candidates);
        SdpCodec codec = read.Video.Codecs[0];
        Assert.Equal((SdpOfferWriter.PayloadType, "H264", 90000, 1, Offer.Profile), (codec.PayloadType, codec.Name, codec.ClockRate, codec.PacketizationMode, codec.Profile));
        Assert.Equal(["ccm fir", "goog-remb", "nack", "nack pli", "transport-cc"], codec.Feedback.Order());
        SdpNegotiation whole = SdpNegotiation.Of(read.Video, codec);
        Assert.Equal((97, new HeaderExtensionIds(1, 2, 3, 4), RateFeedback.TransportWide), (whole.Repair!.PayloadType, whole.Extensions, whole.RateFeedback));
    }

    [Fact]
    public void Track_to_offer_has_two_streams_of_different_numbers_even_where_chance_gives_the_same_twice()
    {
        byte draws = 0;
        RtcTrack track = SdpOfferWriter.CreateTrack(bytes => bytes.Fill((byte)(draws++ / 2)));

        Assert.Equal((0x0101_0101u, 0x0202_0202u), (track.Media.Ssrc.Value, track.Repair!.Ssrc.Value));
        Assert.Equal((96, 97), (track.Media.PayloadType, track.Repair.PayloadType));
    }

    [Fact]
    public void Offer_leaves_the_dtls_role_open_and_only_sends()
    {
        string[] lines = Offer.Write().Split("\r\n");

        Assert.Contains("a=setup:actpass", lines);
        Assert.Contains("a=sendonly", lines);
        Assert.Contains("a=group:BUNDLE 0", lines);
        Assert.Contains("a=ssrc:51966 cname:abc", lines);
        Assert.Contains("a=ssrc:48879 cname:abc", lines);
        Assert.Contains("a=ssrc-group:FID 51966 48879", lines);
        Assert.Equal("a=end-of-candidates", lines[^2]);
        Assert.Equal("", lines[^1]);
    }
}
