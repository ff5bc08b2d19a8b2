using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Sdp;

/// <summary>An offer to send one video stream (RFC 8829 §5.2, and RFC 9725 §4.2 for WHIP): sendonly, bundled, rtcp-mux.</summary>
public sealed record SdpOfferWriter
{
    /// <summary>The payload type offered, the first of the dynamic ones.</summary>
    public const byte PayloadType = 96;

    private const string Mid = "0";

    // What we act upon when asked.
    private static readonly string[] Feedback = ["nack", "nack pli", "ccm fir"];

    /// <summary>Number in the o-line (RFC 8866 §5.2), below 2^63.</summary>
    public required ulong SessionId { get; init; }

    public required IceCredentials Credentials { get; init; }

    /// <summary>SHA-256 of our certificate, 32 bytes.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>Profile of the stream.</summary>
    public required H264Profile Profile { get; init; }

    public required Ssrc Ssrc { get; init; }

    /// <summary>RTCP's canonical name; random, tells nothing about the host (RFC 7022).</summary>
    public required string CanonicalName { get; init; }

    /// <summary>Name of the media stream: the camera.</summary>
    public required string StreamId { get; init; }

    public required IReadOnlyList<IceCandidate> Candidates { get; init; }

    /// <summary>Writes it. We leave the DTLS role to the answerer (RFC 8842 §5.2).</summary>
    public string Write()
    {
        var text = new StringBuilder(1024);
        Line(text, "v=0");
        Line(text, $"o=- {SessionId} 1 IN IP4 0.0.0.0");
        Line(text, "s=-");
        Line(text, "t=0 0");
        Line(text, $"a=group:BUNDLE {Mid}");
        Line(text, "a=msid-semantic:WMS *");
        Line(text, $"m=video 9 UDP/TLS/RTP/SAVPF {PayloadType}");
        Line(text, "c=IN IP4 0.0.0.0");
        Line(text, $"a=mid:{Mid}");
        Line(text, "a=sendonly");
        Line(text, "a=rtcp-mux");
        Line(text, "a=rtcp-rsize");
        Line(text, $"a=rtpmap:{PayloadType} H264/90000");
        Line(text, $"a=fmtp:{PayloadType} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={Profile}");
        foreach (string kind in Feedback) Line(text, $"a=rtcp-fb:{PayloadType} {kind}");
        Line(text, $"a=msid:{StreamId} {StreamId}-video");
        Line(text, $"a=ssrc:{Ssrc.Value} cname:{CanonicalName}");
        Line(text, $"a=ssrc:{Ssrc.Value} msid:{StreamId} {StreamId}-video");
        Line(text, $"a=ice-ufrag:{Credentials.Ufrag}");
        Line(text, $"a=ice-pwd:{Credentials.Password}");
        Line(text, $"a=fingerprint:{SdpFingerprint.Format(Fingerprint)}");
        Line(text, "a=setup:actpass");
        for (int i = 0; i < Candidates.Count; i++) Line(text, $"a=candidate:{SdpCandidate.Format(Candidates[i], i + 1)}");
        Line(text, "a=end-of-candidates");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
