namespace Lookout.Rtc.Session;

/// <summary>How far a session has come.</summary>
public enum SessionState
{
    /// <summary>ICE checks and the DTLS handshake are under way.</summary>
    Connecting,

    /// <summary>Keys are there: media flows.</summary>
    Connected,

    /// <summary>Over, for the reason in <see cref="RtcSession.EndReason"/>; what is still to send may be drained.</summary>
    Ended,
}

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>We closed it.</summary>
    Closed,

    /// <summary>The peer closed its DTLS association.</summary>
    ClosedByPeer,

    /// <summary>No ICE pair became valid in time.</summary>
    IceTimeout,

    /// <summary>ICE connected, but the DTLS handshake did not end in time.</summary>
    DtlsTimeout,

    /// <summary>The DTLS handshake failed: wrong certificate, no common profile, alert.</summary>
    DtlsFailed,

    /// <summary>The peer has not answered for 30 seconds (RFC 7675).</summary>
    ConsentExpired,

    /// <summary>The way to the peer has taken no packet for ten seconds.</summary>
    Stalled,
}
