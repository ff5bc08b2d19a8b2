using System.Net;
using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;
using Lookout.Rtc.Stun;

namespace Lookout.Probe.Whep;

/// <summary>The offer of a viewer: one H.264 video section, receive only (RFC 8866, RFC 8829 §5.2).</summary>
internal static class WhepOffer
{
    // Constrained Baseline, Main, High: what cameras send and our decoders take.
    private static readonly (int PayloadType, string Profile)[] Codecs = [(96, "42e01f"), (97, "4d001f"), (98, "64001f")];

    public static string Write(IceCredentials own, ReadOnlySpan<byte> fingerprint, ulong sessionId, IReadOnlyList<IPAddress> addresses, int port)
    {
        var sdp = new StringBuilder();
        Line($"v=0");
        Line($"o=- {sessionId >> 1} 1 IN IP4 127.0.0.1");
        Line($"s=-");
        Line($"t=0 0");
        Line($"a=group:BUNDLE 0");
        Line($"m=video 9 UDP/TLS/RTP/SAVPF {string.Join(' ', Codecs.Select(codec => codec.PayloadType))}");
        Line($"c=IN IP4 0.0.0.0");
        Line($"a=mid:0");
        Line($"a=recvonly");
        Line($"a=rtcp-mux");
        Line($"a=ice-ufrag:{own.Ufrag}");
        Line($"a=ice-pwd:{own.Password}");
        Line($"a=fingerprint:{SdpFingerprint.Format(fingerprint)}");
        Line($"a=setup:active");
        foreach ((int payloadType, string profile) in Codecs)
        {
            Line($"a=rtpmap:{payloadType} H264/90000");
            Line($"a=fmtp:{payloadType} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={profile}");
            Line($"a=rtcp-fb:{payloadType} nack pli");
        }
        for (int i = 0; i < addresses.Count; i++)
        {
            var candidate = new IceCandidate(IceCandidateType.Host, TransportAddress.From(addresses[i], (ushort)port), IceCandidate.PriorityOf(IceCandidateType.Host, i));
            Line($"a=candidate:{SdpCandidate.Format(candidate, i + 1)}");
        }
        return sdp.ToString();

        void Line(FormattableString line) => sdp.Append(FormattableString.Invariant(line)).Append("\r\n");
    }
}
