using Lookout.Rtc.Dtls;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Session;

namespace Lookout.Rtc.Sdp;

/// <summary>What a peer answered to an offer of <see cref="SdpOfferWriter"/>, read and checked.</summary>
/// <param name="Video">What is agreed on: the payload types to send, and the extensions and feedback the peer takes part in.</param>
/// <param name="Role">Our DTLS role: the other one than the peer chose.</param>
/// <param name="Credentials">The peer's.</param>
/// <param name="Fingerprint">SHA-256 of the certificate the peer will show, 32 bytes.</param>
/// <param name="Candidates">Those that we can check; none when the peer comes to us, or trickles.</param>
public sealed record SdpReply(
    SdpNegotiation Video, DtlsRole Role, IceCredentials Credentials, byte[] Fingerprint, IReadOnlyList<IceCandidate> Candidates)
{
    /// <summary>The track that was offered, as the peer takes it: under its payload types, and with a repair stream only if it has one.</summary>
    public RtcTrack Taken(RtcTrack offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        RtcSource media = offered.Media with { PayloadType = Video.Codec.PayloadType };
        return offered with { Media = media, Repair = Video.Repair is { } repair ? offered.Repair! with { PayloadType = repair.PayloadType } : null };
    }
}
