namespace Lookout.Rtc.Session;

/// <summary>What a session has seen and done; grows only.</summary>
public sealed class SessionCounters
{
    /// <summary>DTLS, RTP and RTCP from addresses no authentic check has come from.</summary>
    public long Unvalidated { get; internal set; }

    /// <summary>RTP, RTCP that did not authenticate, and what is of no kind at all.</summary>
    public long Rejected { get; internal set; }

    /// <summary>Sequence numbers asked for again.</summary>
    public long NacksReceived { get; internal set; }

    /// <summary>Asked for again but not sent: too old, too often, or beyond the budget.</summary>
    public long NacksIgnored { get; internal set; }

    /// <summary>Key frames asked for, by PLI or FIR.</summary>
    public long KeyFrameRequests { get; internal set; }

    /// <summary>RTP packets sent, without those sent again.</summary>
    public long PacketsSent { get; internal set; }

    /// <summary>Bytes of SRTP sent, with those sent again.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>RTP packets sent again.</summary>
    public long PacketsResent { get; internal set; }

    /// <summary>Of those, the ones on the repair stream (RFC 4588).</summary>
    public long PacketsRepaired { get; internal set; }

    /// <summary>RTP packets sent to probe the path: padding, and packets nobody asked for again.</summary>
    public long PacketsPadding { get; internal set; }

    /// <summary>FIRs that repeat one already answered (RFC 5104 §4.3.1.2).</summary>
    public long KeyFrameRequestsRepeated { get; internal set; }

    /// <summary>Datagrams whose feedback was more than one is worth; what came behind was not read.</summary>
    public long FeedbackCut { get; internal set; }

    /// <summary>RTP and RTCP of the viewer under an SSRC of ours (RFC 3550 §8.2), not read.</summary>
    public long SsrcCollisions { get; internal set; }

    /// <summary>BYEs of the viewer.</summary>
    public long ByesReceived { get; internal set; }
}
