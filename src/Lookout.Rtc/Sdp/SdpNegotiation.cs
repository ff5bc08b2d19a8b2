using System.Buffers.Binary;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtcp;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.Rtc.Sdp;

/// <summary>What is agreed on for the video section of an offer, once its payload type is chosen.</summary>
/// <param name="Codec">The chosen payload type.</param>
/// <param name="Repair">The payload type that sends it again (RFC 4588 §8.6); null when none was offered for it.</param>
/// <param name="Extensions">Ids of the header extensions that were offered and that we write.</param>
/// <param name="RateFeedback">
/// One kind, the better one: two estimates of one path would only contradict each other. Transport-wide feedback needs a
/// repair stream, for a packet sent again as it was cannot carry a new number.
/// </param>
public sealed record SdpNegotiation(SdpCodec Codec, SdpCodec? Repair, HeaderExtensionIds Extensions, RateFeedback RateFeedback)
{
    private const string TransportWide = "transport-cc";
    private const string ReceiverEstimate = "goog-remb";
    private const ushort FirstMask = 0x7FFF;

    // Of what is offered, the feedback we act upon whatever else is agreed on.
    private static readonly string[] RepairFeedback = ["nack", "nack pli", "ccm fir"];

    /// <summary>The rtcp-fb kinds to answer.</summary>
    public IEnumerable<string> Feedback
    {
        get
        {
            foreach (string kind in RepairFeedback)
                if (Codec.Feedback.Contains(kind)) yield return kind;
            if (RateFeedback == RateFeedback.TransportWide) yield return TransportWide;
            if (RateFeedback == RateFeedback.ReceiverEstimate) yield return ReceiverEstimate;
        }
    }

    /// <summary>Agrees to all of the section that we can do.</summary>
    public static SdpNegotiation Of(SdpMedia video, SdpCodec codec)
    {
        SdpCodec? repair = video.Codecs.FirstOrDefault(other => other.Repairs(codec));
        int transportSequence = repair is not null && codec.Feedback.Contains(TransportWide) ? Id(TransportSequence.Uri) : 0;
        var extensions = new HeaderExtensionIds(
            transportSequence, Id(PlayoutDelay.Uri), repair is null ? 0 : Id(AbsoluteCaptureTime.Uri), Id(VideoOrientation.Uri));
        RateFeedback feedback = transportSequence != 0 ? RateFeedback.TransportWide
            : codec.Feedback.Contains(ReceiverEstimate) ? RateFeedback.ReceiverEstimate
            : RateFeedback.None;
        return new SdpNegotiation(codec, repair, extensions, feedback);

        int Id(string uri) => video.Extensions.GetValueOrDefault(uri);
    }

    /// <summary>A track to send it as: random numbers, and SSRCs that are not the offerer's own.</summary>
    public RtcTrack CreateTrack(SdpOffer offer, RandomFill random)
    {
        RtcSource media = CreateSource(random, Codec.PayloadType, IsFree);
        RtcSource? repair = Repair is null ? null : CreateSource(random, Repair.PayloadType, ssrc => IsFree(ssrc) && ssrc != media.Ssrc);
        return new RtcTrack(MediaKind.Video, media, repair);

        bool IsFree(Ssrc ssrc) => ssrc != default && !offer.Ssrcs.Contains(ssrc);
    }

    // RFC 3550 §8.1: a collision is cheapest before it happens.
    internal static RtcSource CreateSource(RandomFill random, byte payloadType, Predicate<Ssrc> isFree)
    {
        Span<byte> bytes = stackalloc byte[6];
        while (true)
        {
            random(bytes);
            var ssrc = new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(bytes));
            var first = new SequenceNumber((ushort)(BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) & FirstMask));
            if (isFree(ssrc)) return new RtcSource(ssrc, payloadType, first);
        }
    }
}
