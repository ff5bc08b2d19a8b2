using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.Rtc.Sdp;

/// <summary>Our side of the session, as the answer tells it.</summary>
public sealed record SdpAnswer
{
    /// <summary>Number in the o-line (RFC 8866 §5.2), below 2^63.</summary>
    public required ulong SessionId { get; init; }

    public required IceCredentials Credentials { get; init; }

    /// <summary>SHA-256 of our certificate, 32 bytes.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>What is agreed on for the video section.</summary>
    public required SdpNegotiation Video { get; init; }

    /// <summary>The streams it is sent as.</summary>
    public required RtcTrack Track { get; init; }

    /// <summary>RTCP's canonical name; random, tells nothing about the host (RFC 7022).</summary>
    public required string CanonicalName { get; init; }

    /// <summary>Name of the media stream: the camera.</summary>
    public required string StreamId { get; init; }

    public required IReadOnlyList<IceCandidate> Candidates { get; init; }

    /// <summary>Writes the answer: the video section accepted as sendonly, every other one rejected.</summary>
    public string Write(SdpOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var text = new SdpWriter();
        text.BeginSession(SessionId);
        if (offer.IsBundled) text.Line($"a=group:BUNDLE {offer.Video.Mid}");
        text.Line("a=msid-semantic:WMS *");
        for (int i = 0; i < offer.Media.Count; i++)
        {
            if (i == offer.VideoIndex) WriteVideo(text, offer.Media[i]);
            else WriteRejected(text, offer.Media[i]);
        }

        return text.ToString();
    }

    private static void WriteRejected(SdpWriter text, SdpMedia media)
    {
        text.Line($"m={media.Kind} 0 {media.Protocol} {media.FirstFormat}");
        text.Line("c=IN IP4 0.0.0.0");
        if (media.Mid.Length > 0) text.Line($"a=mid:{media.Mid}");
        text.Line("a=inactive");
    }

    private void WriteVideo(SdpWriter text, SdpMedia media)
    {
        byte payloadType = Video.Codec.PayloadType;
        string formats = Video.Repair is { } offered ? $"{payloadType} {offered.PayloadType}" : $"{payloadType}";
        text.Line($"m=video 9 {media.Protocol} {formats}");
        text.Line("c=IN IP4 0.0.0.0");
        if (media.Mid.Length > 0) text.Line($"a=mid:{media.Mid}");
        text.Line("a=sendonly");
        text.Line("a=rtcp-mux");
        if (media.HasReducedSizeRtcp) text.Line("a=rtcp-rsize");
        text.Line($"a=rtpmap:{payloadType} {(Video.Codec.IsH265 ? "H265" : "H264")}/90000");
        text.Line($"a=fmtp:{payloadType} {Video.Codec.AnswerParameters}");
        foreach (string kind in Video.Feedback) text.Line($"a=rtcp-fb:{payloadType} {kind}");
        if (Video.Repair is { } repair)
        {
            text.Line($"a=rtpmap:{repair.PayloadType} rtx/90000");
            text.Line($"a=fmtp:{repair.PayloadType} apt={payloadType}");
        }

        WriteExtension(text, Video.Extensions.TransportSequence, TransportSequence.Uri);
        WriteExtension(text, Video.Extensions.PlayoutDelay, PlayoutDelay.Uri);
        WriteExtension(text, Video.Extensions.CaptureTime, AbsoluteCaptureTime.Uri);
        WriteExtension(text, Video.Extensions.VideoOrientation, VideoOrientation.Uri);
        WriteSources(text);
        text.Transport(Credentials, Fingerprint, "passive", Candidates);
    }

    private static void WriteExtension(SdpWriter text, int id, string uri)
    {
        if (id != 0) text.Line($"a=extmap:{id} {uri}");
    }

    // RFC 5576 §4.2: FID ties the stream to the one that repairs it.
    private void WriteSources(SdpWriter text)
    {
        uint ssrc = Track.Media.Ssrc.Value;
        text.Line($"a=msid:{StreamId} {StreamId}-video");
        if (Track.Repair is { } repair) text.Line($"a=ssrc-group:FID {ssrc} {repair.Ssrc.Value}");
        text.Line($"a=ssrc:{ssrc} cname:{CanonicalName}");
        if (Track.Repair is not null) text.Line($"a=ssrc:{Track.Repair.Ssrc.Value} cname:{CanonicalName}");
    }
}
