using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Sdp;

/// <summary>Our side of the session, as the answer tells it.</summary>
public sealed record SdpAnswer
{
    /// <summary>Number in the o-line (RFC 8866 §5.2), below 2^63.</summary>
    public required ulong SessionId { get; init; }

    public required IceCredentials Credentials { get; init; }

    /// <summary>SHA-256 of our certificate, 32 bytes.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>The chosen payload type (see <see cref="H264Choice"/>).</summary>
    public required SdpCodec Codec { get; init; }

    public required Ssrc Ssrc { get; init; }

    /// <summary>RTCP's canonical name; random, tells nothing about the host (RFC 7022).</summary>
    public required string CanonicalName { get; init; }

    /// <summary>Name of the media stream: the camera.</summary>
    public required string StreamId { get; init; }

    public required IReadOnlyList<IceCandidate> Candidates { get; init; }

    // Of what is offered, the feedback we act upon. No congestion control is negotiated: none is there yet.
    private static readonly string[] KnownFeedback = ["nack", "nack pli", "ccm fir"];

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

    /// <summary>The id under which playout-delay was offered; 0 when it was not.</summary>
    public static int PlayoutDelayId(SdpMedia video) => video.Extensions.GetValueOrDefault(PlayoutDelay.Uri);

    private static void WriteRejected(StringBuilder text, SdpMedia media)
    {
        Line(text, $"m={media.Kind} 0 {media.Protocol} {media.FirstFormat}");
        Line(text, "c=IN IP4 0.0.0.0");
        if (media.Mid.Length > 0) Line(text, $"a=mid:{media.Mid}");
        Line(text, "a=inactive");
    }

    private void WriteVideo(StringBuilder text, SdpMedia media)
    {
        byte payloadType = Codec.PayloadType;
        Line(text, $"m=video 9 {media.Protocol} {payloadType}");
        Line(text, "c=IN IP4 0.0.0.0");
        if (media.Mid.Length > 0) Line(text, $"a=mid:{media.Mid}");
        Line(text, "a=sendonly");
        Line(text, "a=rtcp-mux");
        if (media.HasReducedSizeRtcp) Line(text, "a=rtcp-rsize");
        Line(text, $"a=rtpmap:{payloadType} H264/90000");
        Line(text, $"a=fmtp:{payloadType} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={Codec.Profile}");
        foreach (string kind in KnownFeedback)
            if (Codec.Feedback.Contains(kind)) Line(text, $"a=rtcp-fb:{payloadType} {kind}");
        if (PlayoutDelayId(media) is > 0 and int id) Line(text, $"a=extmap:{id} {PlayoutDelay.Uri}");
        Line(text, $"a=msid:{StreamId} {StreamId}-video");
        Line(text, $"a=ssrc:{Ssrc.Value} cname:{CanonicalName}");
        WriteTransport(text);
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
