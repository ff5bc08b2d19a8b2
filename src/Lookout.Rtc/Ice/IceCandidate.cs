using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Ice;

/// <summary>A UDP address at which a side may be reached, of component 1.</summary>
/// <param name="Type">Where it comes from.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Priority">1 to 2^31-1, the higher the better (RFC 8445 §5.1.2).</param>
public readonly record struct IceCandidate(IceCandidateType Type, TransportAddress Address, uint Priority)
{
    private const int MaxLocalPreference = 65535;
    private const int Component = 1;

    /// <summary>
    /// The recommended formula (RFC 8445 §5.1.2.1) with its type preferences. <paramref name="index"/> counts a host's
    /// addresses, the best first.
    /// </summary>
    public static uint PriorityOf(IceCandidateType type, int index = 0)
    {
        uint preference = type switch
        {
            IceCandidateType.Host => 126,
            IceCandidateType.PeerReflexive => 110,
            IceCandidateType.ServerReflexive => 100,
            _ => 0,
        };
        return (preference << 24) + ((uint)(MaxLocalPreference - index) << 8) + (256 - Component);
    }
}
