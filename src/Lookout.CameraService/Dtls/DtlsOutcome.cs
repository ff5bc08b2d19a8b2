namespace Lookout.CameraService.Dtls;

/// <summary>What came of a handshake, in our own words: the library's exceptions end at the adapter.</summary>
internal enum DtlsOutcome
{
    /// <summary>The handshake has not begun or still runs.</summary>
    Pending,

    /// <summary>
    /// Not begun, since all handshake threads were busy when a ClientHello came. The client's next one tries again.
    /// </summary>
    Refused,

    Connected,

    /// <summary>The handshake did not finish within ten seconds.</summary>
    TimedOut,

    /// <summary>The client's certificate is not the one its SDP announced, or it sent none.</summary>
    CertificateMismatch,

    /// <summary>The client offered no SRTP profile we have, or no use_srtp at all.</summary>
    NoCommonProfile,

    /// <summary>The client ended the handshake with a fatal alert.</summary>
    PeerAlert,

    /// <summary>No common version or suite, or the client broke the protocol.</summary>
    ProtocolError,

    /// <summary>We closed the endpoint before the handshake ended.</summary>
    Abandoned,

    /// <summary>A bug of ours or the library's; it is in the log.</summary>
    InternalError,
}
