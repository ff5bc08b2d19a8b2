using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>What one viewer's session sends as, from the answer it was given.</summary>
/// <param name="Ssrc">Random.</param>
/// <param name="PayloadType">As negotiated.</param>
/// <param name="FirstSequence">Random (RFC 3550 §5.1), below 2^15 so that a loss right at the start cannot confuse the roll-over count.</param>
/// <param name="PlayoutDelayId">Id of the playout-delay extension, 0 for none.</param>
/// <param name="CanonicalName">RTCP's CNAME.</param>
public sealed record RtcSessionOptions(Ssrc Ssrc, byte PayloadType, SequenceNumber FirstSequence, int PlayoutDelayId, string CanonicalName);
