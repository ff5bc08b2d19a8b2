namespace Lookout.Rtc.Sdp;

/// <summary>What a candidate line holds, as far as we can make use of it.</summary>
public enum SdpCandidateKind
{
    /// <summary>Not a candidate attribute of RFC 8839 §5.1.</summary>
    Malformed,

    /// <summary>A UDP address that checks can be sent to.</summary>
    Checkable,

    /// <summary>A TCP candidate (RFC 6544): its owner connects to us, or waits for what we do not do.</summary>
    Tcp,

    /// <summary>A host name, most often an mDNS one.</summary>
    HostName,

    /// <summary>RTCP's component, an unknown transport or type, an address nobody can have.</summary>
    Other,
}
