namespace Lookout.Rtc.Stun;

/// <summary>How a datagram travels between us and an address. Two routes to one address are two addresses.</summary>
public enum Route : byte
{
    /// <summary>Straight, from our UDP port.</summary>
    Udp,

    /// <summary>Framed (RFC 4571) in a TCP connection that the peer has opened to us (RFC 6544).</summary>
    Tcp,

    /// <summary>Through our allocation on a TURN server (RFC 8656).</summary>
    Relay,
}
