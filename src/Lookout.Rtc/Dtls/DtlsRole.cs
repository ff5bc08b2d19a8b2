namespace Lookout.Rtc.Dtls;

/// <summary>Who begins the DTLS handshake, and with whose keys each side sends.</summary>
public enum DtlsRole
{
    /// <summary>Waits for the peer's ClientHello.</summary>
    Server,

    /// <summary>Sends the ClientHello.</summary>
    Client,
}
