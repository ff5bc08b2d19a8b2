using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.Rtc.Sdp;

/// <summary>
/// An offer to send one video stream (RFC 8829 §5.2, and RFC 9725 §4.2 for WHIP): sendonly, bundled, rtcp-mux, with all that
/// <see cref="SdpNegotiation"/> can agree on. What of it the peer takes, its answer says.
/// </summary>
public sealed record SdpOfferWriter
{
    /// <summary>The payload type offered, the first of the dynamic ones.</summary>
    public const byte PayloadType = 96;

    private const byte RepairPayloadType = 97;
    private const string Mid = "0";

    // What we act upon when asked. Of the last two the better one that comes back is used.
    private static readonly string[] Feedback = ["nack", "nack pli", "ccm fir", "transport-cc", "goog-remb"];

    // Their ids are their places from 1 on.
    private static readonly string[] Extensions = [TransportSequence.Uri, PlayoutDelay.Uri, AbsoluteCaptureTime.Uri, VideoOrientation.Uri];

    /// <summary>Number in the o-line (RFC 8866 §5.2), below 2^63.</summary>
    public required ulong SessionId { get; init; }

    public required IceCredentials Credentials { get; init; }

    /// <summary>SHA-256 of our certificate, 32 bytes.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>Profile of the stream.</summary>
    public required H264Profile Profile { get; init; }

    /// <summary>The streams offered, from <see cref="CreateTrack"/>.</summary>
    public required RtcTrack Track { get; init; }

    /// <summary>RTCP's canonical name; random, tells nothing about the host (RFC 7022).</summary>
    public required string CanonicalName { get; init; }

    /// <summary>Name of the media stream: the camera.</summary>
    public required string StreamId { get; init; }

    public required IReadOnlyList<IceCandidate> Candidates { get; init; }

    /// <summary>A track to offer, the repair stream included: random numbers.</summary>
    public static RtcTrack CreateTrack(RandomFill random)
    {
        RtcSource media = SdpNegotiation.CreateSource(random, PayloadType, ssrc => ssrc != default);
        return new RtcTrack(MediaKind.Video, media, SdpNegotiation.CreateSource(random, RepairPayloadType, ssrc => ssrc != default && ssrc != media.Ssrc));
    }

    /// <summary>Writes it. We leave the DTLS role to the answerer (RFC 8842 §5.2).</summary>
    public string Write()
    {
        var text = new SdpWriter();
        text.BeginSession(SessionId);
        text.Line($"a=group:BUNDLE {Mid}");
        text.Line("a=msid-semantic:WMS *");
        text.Line($"m=video 9 UDP/TLS/RTP/SAVPF {PayloadType} {RepairPayloadType}");
        text.Line("c=IN IP4 0.0.0.0");
        text.Line($"a=mid:{Mid}");
        text.Line("a=sendonly");
        text.Line("a=rtcp-mux");
        text.Line("a=rtcp-rsize");
        text.Line($"a=rtpmap:{PayloadType} H264/90000");
        text.Line($"a=fmtp:{PayloadType} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={Profile}");
        foreach (string kind in Feedback) text.Line($"a=rtcp-fb:{PayloadType} {kind}");
        text.Line($"a=rtpmap:{RepairPayloadType} rtx/90000");
        text.Line($"a=fmtp:{RepairPayloadType} apt={PayloadType}");
        for (int i = 0; i < Extensions.Length; i++) text.Line($"a=extmap:{i + 1} {Extensions[i]}");
        WriteSources(text);
        text.Transport(Credentials, Fingerprint, "actpass", Candidates);
        return text.ToString();
    }

    // RFC 5576 §4.2: FID ties the stream to the one that repairs it.
    private void WriteSources(SdpWriter text)
    {
        text.Line($"a=msid:{StreamId} {StreamId}-video");
        if (Track.Repair is { } repair) text.Line($"a=ssrc-group:FID {Track.Media.Ssrc.Value} {repair.Ssrc.Value}");
        foreach (RtcSource? source in new[] { Track.Media, Track.Repair })
        {
            if (source is null) continue;
            text.Line($"a=ssrc:{source.Ssrc.Value} cname:{CanonicalName}");
            text.Line($"a=ssrc:{source.Ssrc.Value} msid:{StreamId} {StreamId}-video");
        }
    }
}
