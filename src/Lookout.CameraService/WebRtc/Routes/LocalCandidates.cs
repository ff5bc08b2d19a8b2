using System.Net;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>Our candidates, as an answer offers them: straight by UDP, then what is found by STUN, then TCP, then relays.</summary>
internal static class LocalCandidates
{
    /// <param name="hosts">Addresses the viewer may reach us at, the best first.</param>
    /// <param name="udpPort">The media port.</param>
    /// <param name="routes">What else is known.</param>
    public static IReadOnlyList<IceCandidate> ForAnswer(IReadOnlyList<IPAddress> hosts, ushort udpPort, KnownRoutes routes)
    {
        var candidates = new List<IceCandidate>();
        for (int i = 0; i < hosts.Count; i++) Add(IceCandidateType.Host, TransportAddress.From(hosts[i], udpPort), IceCandidate.PriorityOf(IceCandidateType.Host, i));
        for (int i = 0; i < routes.Reflexive.Count; i++)
            Add(IceCandidateType.ServerReflexive, routes.Reflexive[i], IceCandidate.PriorityOf(IceCandidateType.ServerReflexive, i));
        if (routes.TcpPort != 0)
        {
            for (int i = 0; i < hosts.Count; i++)
                Add(IceCandidateType.Host, TransportAddress.From(hosts[i], routes.TcpPort) with { Via = Route.Tcp }, IceCandidate.PriorityOf(IceCandidateType.Host, Route.Tcp, i));
        }

        for (int i = 0; i < routes.Relayed.Count; i++)
            Add(IceCandidateType.Relayed, routes.Relayed[i], IceCandidate.PriorityOf(IceCandidateType.Relayed, i));
        return candidates;

        // RFC 8445 §5.1.3: of two at one address the better stays. Without a NAT the server-reflexive one is the host's.
        void Add(IceCandidateType type, TransportAddress address, uint priority)
        {
            if (!candidates.Exists(known => known.Address == address)) candidates.Add(new IceCandidate(type, address, priority));
        }
    }
}
