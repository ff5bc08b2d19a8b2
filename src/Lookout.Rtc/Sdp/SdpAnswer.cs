using System.Text;
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
        var text = new StringBuilder(2048);
        Line(text, "v=0");
        Line(text, $"o=- {SessionId} 1 IN IP4 0.0.0.0");
        Line(text, "s=-");
        Line(text, "t=0 0");
        if (offer.IsBundled) Line(text, $"a=group:BUNDLE {offer.Video.Mid}");
        Line(text, "a=msid-semantic:WMS *");
        for (int i = 0; i < offer.Media.Count; i++)
        {
            if (i == offer.VideoIndex) WriteVideo(text, offer.Media[i]);
            else WriteRejected(text, offer.Media[i]);
        }

        return text.ToString();
    }

    private static void WriteRejected(StringBuilder text, SdpMedia media)
    {
        Line(text, $"m={media.Kind} 0 {media.Protocol} {media.FirstFormat}");
        Line(text, "c=IN IP4 0.0.0.0");
        if (media.Mid.Length > 0) Line(text, $"a=mid:{media.Mid}");
        Line(text, "a=inactive");
    }

    private void WriteVideo(StringBuilder text, SdpMedia media)
    {
        byte payloadType = Video.Codec.PayloadType;
        string formats = Video.Repair is { } offered ? $"{payloadType} {offered.PayloadType}" : $"{payloadType}";
        Line(text, $"m=video 9 {media.Protocol} {formats}");
        Line(text, "c=IN IP4 0.0.0.0");
        if (media.Mid.Length > 0) Line(text, $"a=mid:{media.Mid}");
        Line(text, "a=sendonly");
        Line(text, "a=rtcp-mux");
        if (media.HasReducedSizeRtcp) Line(text, "a=rtcp-rsize");
        Line(text, $"a=rtpmap:{payloadType} {(Video.Codec.IsH265 ? "H265" : "H264")}/90000");
        Line(text, $"a=fmtp:{payloadType} {Video.Codec.AnswerParameters}");
        foreach (string kind in Video.Feedback) Line(text, $"a=rtcp-fb:{payloadType} {kind}");
        if (Video.Repair is { } repair)
        {
            Line(text, $"a=rtpmap:{repair.PayloadType} rtx/90000");
            Line(text, $"a=fmtp:{repair.PayloadType} apt={payloadType}");
        }

        WriteExtension(text, Video.Extensions.TransportSequence, TransportSequence.Uri);
        WriteExtension(text, Video.Extensions.PlayoutDelay, PlayoutDelay.Uri);
        WriteExtension(text, Video.Extensions.CaptureTime, AbsoluteCaptureTime.Uri);
        WriteExtension(text, Video.Extensions.VideoOrientation, VideoOrientation.Uri);
        WriteSources(text);
        WriteTransport(text);
    }

    private static void WriteExtension(StringBuilder text, int id, string uri)
    {
        if (id != 0) Line(text, $"a=extmap:{id} {uri}");
    }

    // RFC 5576 §4.2: FID ties the stream to the one that repairs it.
    private void WriteSources(StringBuilder text)
    {
        uint ssrc = Track.Media.Ssrc.Value;
        Line(text, $"a=msid:{StreamId} {StreamId}-video");
        if (Track.Repair is { } repair) Line(text, $"a=ssrc-group:FID {ssrc} {repair.Ssrc.Value}");
        Line(text, $"a=ssrc:{ssrc} cname:{CanonicalName}");
        if (Track.Repair is not null) Line(text, $"a=ssrc:{Track.Repair.Ssrc.Value} cname:{CanonicalName}");
    }

    private void WriteTransport(StringBuilder text)
    {
        Line(text, $"a=ice-ufrag:{Credentials.Ufrag}");
        Line(text, $"a=ice-pwd:{Credentials.Password}");
        Line(text, $"a=fingerprint:{SdpFingerprint.Format(Fingerprint)}");
        Line(text, "a=setup:passive");
        for (int i = 0; i < Candidates.Count; i++) Line(text, $"a=candidate:{SdpCandidate.Format(Candidates[i], i + 1)}");
        Line(text, "a=end-of-candidates");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
