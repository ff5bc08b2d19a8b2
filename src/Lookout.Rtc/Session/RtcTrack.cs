using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Session;

/// <summary>One thing a session sends, a row of its track table.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Media">The stream itself.</param>
/// <param name="Repair">The stream its packets are sent again on (RFC 4588); null when they are sent again as they were.</param>
public sealed record RtcTrack(MediaKind Kind, RtcSource Media, RtcSource? Repair = null);

/// <summary>One RTP stream of ours, a synchronisation source.</summary>
/// <param name="Ssrc">Random.</param>
/// <param name="PayloadType">As negotiated.</param>
/// <param name="First">
/// The first packet's sequence number: random (RFC 3550 §5.1), below 2^15 so that a loss right at the start cannot confuse
/// the roll-over count.
/// </param>
public sealed record RtcSource(Ssrc Ssrc, byte PayloadType, SequenceNumber First);

/// <summary>What a track carries.</summary>
public enum MediaKind
{
    Video,
    Audio,
}
