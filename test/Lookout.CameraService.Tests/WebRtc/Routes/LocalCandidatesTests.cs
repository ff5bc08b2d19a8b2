using System.Net;
using Lookout.CameraService.WebRtc.Routes;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.WebRtc.Routes;

public sealed class LocalCandidatesTests
{
    private const ushort Port = 8555;
    private static readonly IPAddress Lan = IPAddress.Parse("192.168.1.20");
    private static readonly IPAddress LanIPv6 = IPAddress.Parse("2001:db8::20");
    private static readonly TransportAddress Outside = TransportAddress.From(IPAddress.Parse("203.0.113.5"), 60001);
    private static readonly TransportAddress Relay = TransportAddress.From(IPAddress.Parse("198.51.100.1"), 50000);

    [Fact]
    public void Straight_ways_come_before_detours_and_udp_before_tcp()
    {
        IReadOnlyList<IceCandidate> candidates = LocalCandidates.ForAnswer(
            [Lan, LanIPv6], Port, new KnownRoutes { TcpPort = Port, Reflexive = [Outside], Relayed = [Relay] });

        Assert.Equal(
            [
                (IceCandidateType.Host, TransportAddress.From(Lan, Port)),
                (IceCandidateType.Host, TransportAddress.From(LanIPv6, Port)),
                (IceCandidateType.ServerReflexive, Outside),
                (IceCandidateType.Host, TransportAddress.From(Lan, Port) with { Via = Route.Tcp }),
                (IceCandidateType.Host, TransportAddress.From(LanIPv6, Port) with { Via = Route.Tcp }),
                (IceCandidateType.Relayed, Relay),
            ],
            candidates.Select(c => (c.Type, c.Address)));
        uint[] priorities = [.. candidates.Select(c => c.Priority)];
        Assert.Equal(priorities.OrderDescending(), priorities);
        Assert.Equal(priorities.Length, priorities.Distinct().Count());
        Assert.All(priorities, priority => Assert.InRange(priority, 1u, (uint)int.MaxValue));
    }

    [Fact]
    public void What_a_server_sees_is_left_out_where_it_is_the_host_itself()
    {
        IReadOnlyList<IceCandidate> candidates = LocalCandidates.ForAnswer([Lan], Port, new KnownRoutes { Reflexive = [TransportAddress.From(Lan, Port)] });

        Assert.Equal(IceCandidateType.Host, Assert.Single(candidates).Type);
    }

    [Fact]
    public void Without_routes_there_is_udp()
    {
        Assert.Equal(TransportAddress.From(Lan, Port), Assert.Single(LocalCandidates.ForAnswer([Lan], Port, KnownRoutes.None)).Address);
    }
}
