using Lookout.Rtc.Dtls;
using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Sdp;

/// <summary>What a peer answered to an offer of <see cref="SdpOfferWriter"/>, read and checked.</summary>
/// <param name="Codec">The payload type to send, and the feedback the peer will give.</param>
/// <param name="Role">Our DTLS role: the other one than the peer chose.</param>
/// <param name="Credentials">The peer's.</param>
/// <param name="Fingerprint">SHA-256 of the certificate the peer will show, 32 bytes.</param>
/// <param name="Candidates">Those that we can check; none when the peer comes to us, or trickles.</param>
public sealed record SdpReply(
    SdpCodec Codec, DtlsRole Role, IceCredentials Credentials, byte[] Fingerprint, IReadOnlyList<IceCandidate> Candidates);
