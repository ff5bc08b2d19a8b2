namespace Lookout.Rtc.Dtls;

/// <summary>How far a DTLS endpoint has come. The states are passed in this order and never backwards.</summary>
public enum DtlsState
{
    /// <summary>No ClientHello has been fed yet.</summary>
    Idle,

    /// <summary>Flights are being exchanged.</summary>
    Handshaking,

    /// <summary>The peer's certificate matched its SDP fingerprint and SRTP keys are exported.</summary>
    Connected,

    /// <summary>The handshake failed: bad fingerprint, no common suite or profile, time-out, fatal alert.</summary>
    Failed,

    /// <summary>Either side sent close_notify, or <see cref="IDtlsEndpoint.Close"/> was called.</summary>
    Closed,
}
