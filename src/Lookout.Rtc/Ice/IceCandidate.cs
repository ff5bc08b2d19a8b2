using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>An address at which a side may be reached, of component 1.</summary>
/// <param name="Type">Where it comes from.</param>
/// <param name="Address">Where it is. One of ours by <see cref="Route.Tcp"/> is passive: the peer connects (RFC 6544).</param>
/// <param name="Priority">1 to 2^31-1, the higher the better (RFC 8445 §5.1.2).</param>
public readonly record struct IceCandidate(IceCandidateType Type, TransportAddress Address, uint Priority)
{
    private const int MaxLocalPreference = 65535;
    private const int Component = 1;

    // RFC 6544 §4.2: the direction's preference leads the local one; 4 is that of a passive host candidate.
    private const int TcpLocalPreference = (4 << 13) + 8191;

    /// <summary>The base of a reflexive or relayed candidate (raddr and rport, RFC 8839 §5.1); null when not told.</summary>
    public TransportAddress? Related { get; init; }

    /// <summary>
    /// The recommended formula (RFC 8445 §5.1.2.1) with its type preferences. <paramref name="index"/> counts a host's
    /// addresses, the best first.
    /// </summary>
    public static uint PriorityOf(IceCandidateType type, int index = 0) => PriorityOf(type, Route.Udp, index);

    /// <summary>The same by route: every TCP candidate is below its UDP fellow (RFC 6544 §4.2), a relayed one below all.</summary>
    public static uint PriorityOf(IceCandidateType type, Route route, int index = 0)
    {
        uint preference = (type, route) switch
        {
            (IceCandidateType.Host, Route.Tcp) => 90,
            (IceCandidateType.PeerReflexive, Route.Tcp) => 80,
            (IceCandidateType.ServerReflexive, Route.Tcp) => 70,
            (IceCandidateType.Host, _) => 126,
            (IceCandidateType.PeerReflexive, _) => 110,
            (IceCandidateType.ServerReflexive, _) => 100,
            _ => 0,
        };
        int local = route == Route.Tcp ? TcpLocalPreference : MaxLocalPreference;
        return (preference << 24) + ((uint)(local - index) << 8) + (256 - Component);
    }
}
