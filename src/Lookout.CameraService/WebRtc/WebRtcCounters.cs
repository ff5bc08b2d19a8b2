using Lookout.Rtc.Session;

namespace Lookout.CameraService.WebRtc;

/// <summary>A snapshot of what the WebRTC side has done, for /metrics. Totals since the start unless said otherwise.</summary>
public sealed record WebRtcCounters
{
    /// <summary>Viewers now, by camera.</summary>
    public required IReadOnlyDictionary<string, int> SessionsByCamera { get; init; }

    /// <summary>Sessions whose media keys were agreed.</summary>
    public long SessionsConnected { get; init; }

    /// <summary>Ended sessions by reason.</summary>
    public required IReadOnlyDictionary<SessionEndReason, long> SessionsEnded { get; init; }

    /// <summary>Offers refused for want of room (503).</summary>
    public long SessionsRefused { get; init; }

    /// <summary>Bytes of SRTP handed to the kernel.</summary>
    public long BytesSent { get; init; }

    public long PacketsSent { get; init; }

    public long PacketsResent { get; init; }

    /// <summary>Of those, the ones on a repair stream (RFC 4588).</summary>
    public long PacketsRepaired { get; init; }

    /// <summary>Packets sent to probe paths: padding, and packets nobody asked for again.</summary>
    public long PacketsPadding { get; init; }

    /// <summary>Datagrams whose feedback was more than one is worth; what came behind was not read.</summary>
    public long FeedbackCut { get; init; }

    /// <summary>RTP and RTCP of viewers under an SSRC of ours, not read.</summary>
    public long SsrcCollisions { get; init; }

    /// <summary>Sequence numbers viewers asked for again.</summary>
    public long NacksReceived { get; init; }

    /// <summary>PLI and FIR.</summary>
    public long KeyFrameRequestsReceived { get; init; }

    /// <summary>Requests that were passed on to an encoder, after coalescing.</summary>
    public long KeyFrameRequestsSent { get; init; }

    /// <summary>Access units dropped because the loop was behind.</summary>
    public long FramesDiscarded { get; init; }

    /// <summary>Times a viewer fell so far behind that it had to wait for a key frame.</summary>
    public long ViewersOverrun { get; init; }

    /// <summary>Times a viewer changed to another rendition.</summary>
    public long RenditionChanges { get; init; }

    /// <summary>Datagrams from strangers, forged, malformed, or of no session: all got no answer.</summary>
    public long DatagramsDropped { get; init; }

    /// <summary>Messages handed to the kernel through the socket there is; with segmenting far fewer than datagrams.</summary>
    public long MessagesSent { get; init; }

    /// <summary>Whether runs of datagrams leave as one message (UDP GSO). Ends when an interface fails at it.</summary>
    public bool IsSegmenting { get; init; }

    /// <summary>Datagrams the kernel did not take.</summary>
    public long SendDrops { get; init; }

    /// <summary>Times the loop's thread woke.</summary>
    public long Wakes { get; init; }

    /// <summary>Our own faults while handling a datagram.</summary>
    public long Faults { get; init; }

    /// <summary>The label of /metrics for a reason: ice_timeout and so on.</summary>
    public static string Label(SessionEndReason reason) => reason switch
    {
        SessionEndReason.Closed => "closed",
        SessionEndReason.ClosedByPeer => "closed_by_peer",
        SessionEndReason.IceTimeout => "ice_timeout",
        SessionEndReason.DtlsTimeout => "dtls_timeout",
        SessionEndReason.DtlsFailed => "dtls_failed",
        SessionEndReason.ConsentExpired => "consent_expired",
        SessionEndReason.Stalled => "stalled",
        _ => "none",
    };
}
