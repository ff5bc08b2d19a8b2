using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

public sealed class IceRouteTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Tcp_candidate_is_not_checked_until_its_owner_has_connected()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        peer.Checks = false;
        TransportAddress tcp = peer.Address with { Via = Route.Tcp };
        Assert.False(network.Agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, tcp, 1)));
        network.Run(Second);
        Assert.Equal(0, network.Agent.Counters.ChecksSent);
        Assert.Equal(1, network.Agent.Ignored.Tcp);

        network.Agent.Receive(network.Now, tcp, peer.MakeCheck(nominate: true));

        var buffer = new byte[640];
        Assert.True(network.Agent.TryTakeDatagram(buffer, out _, out TransportAddress check));
        Assert.True(network.Agent.TryTakeDatagram(buffer, out _, out TransportAddress answer));
        Assert.Equal(tcp, check);
        Assert.Equal(tcp, answer);
        Assert.True(network.Agent.IsValidated(tcp));
        Assert.False(network.Agent.IsValidated(peer.Address));
    }

    [Fact]
    public void With_a_relay_each_candidate_is_checked_through_it_as_well_after_the_direct_way()
    {
        var network = new IceNetwork();
        network.Agent.RelayFamilies = IceFamilies.IPv4;
        TransportAddress four = TransportAddress.FromIPv4(0x0A000002, 5000);
        var six = new TransportAddress(0x20010DB8_00000000, 7, 0, 5000);
        network.Agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, four, 200));
        network.Agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, six, 100));

        var sent = new List<TransportAddress>();
        var buffer = new byte[640];
        for (TimeSpan now = TimeSpan.Zero; now < TimeSpan.FromMilliseconds(200); now += Second / 100)
        {
            network.Agent.Advance(now);
            while (network.Agent.TryTakeDatagram(buffer, out _, out TransportAddress to)) sent.Add(to);
        }

        Assert.Equal([four, four with { Via = Route.Relay }, six], sent);
    }

    [Fact]
    public void Candidate_of_a_family_we_have_no_socket_for_is_counted()
    {
        var agent = new IceAgent(IceCredentials.Create(SeededRandom.Create(1)), IceCredentials.Create(SeededRandom.Create(2)), SeededRandom.Create(3))
        {
            Families = IceFamilies.IPv4,
        };

        Assert.False(agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, new TransportAddress(0x20010DB8_00000000, 7, 0, 1), 1)));
        Assert.True(agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, TransportAddress.FromIPv4(1, 1), 1)));
        agent.Ignore(new IgnoredCandidates { HostNames = 2 });

        Assert.Equal(new IgnoredCandidates(HostNames: 2, Tcp: 0, WrongFamily: 1, Malformed: 0, Other: 0), agent.Diagnose().Ignored);
    }

    [Fact]
    public void Lost_connection_moves_media_to_another_pair_that_has_consent()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        network.RunUntil(() => network.Agent.State == IceState.Connected, Second);
        TransportAddress tcp = TransportAddress.FromIPv4(0x0A000009, 4000) with { Via = Route.Tcp };
        Nominate(network, peer, tcp);
        Assert.True(network.Agent.TryGetRemote(out TransportAddress remote));
        Assert.Equal(tcp, remote);

        network.Agent.RouteLost(network.Now, tcp);

        Assert.True(network.Agent.TryGetRemote(out remote));
        Assert.Equal(peer.Address, remote);
        Assert.False(network.Agent.IsValidated(tcp));
    }

    [Fact]
    public void Peer_that_changes_ports_for_ever_is_not_locked_out()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        network.RunUntil(() => network.Agent.State == IceState.Connected, Second);
        for (int i = 0; i < 100; i++)
        {
            TransportAddress moved = TransportAddress.FromIPv4(0x0A000002, (ushort)(6000 + i));
            Nominate(network, peer, moved);
            Assert.True(network.Agent.TryGetRemote(out TransportAddress remote));
            Assert.Equal(moved, remote);
            network.Run(2 * Second);
        }

        Assert.InRange(network.Agent.RemoteCandidateCount, 2, IceAgent.MaxRemoteCandidates);
    }

    [Fact]
    public void Controlling_agent_leaves_a_silent_pair_for_one_that_answers()
    {
        var pair = new AgentPair(1);
        TransportAddress other = TransportAddress.FromIPv4(0x0A000003, 8555);
        pair.Left.Addresses.Add(other);
        pair.Offer(pair.Left);
        Assert.True(pair.RunUntil(() => pair.Right.Agent.State == IceState.Nominated && pair.Left.Agent.State == IceState.Nominated, 2 * Second));
        Assert.True(pair.Right.SendsTo(pair.Left.Addresses[0]));
        pair.Run(5 * Second);

        pair.Cut(pair.Left.Addresses[0], pair.Right.Addresses[0]);

        Assert.True(pair.RunUntil(() => pair.Right.SendsTo(other), 21 * Second));
        pair.Run(60 * Second);
        Assert.Equal(IceState.Nominated, pair.Left.Agent.State);
        Assert.Equal(IceState.Nominated, pair.Right.Agent.State);
    }

    [Fact]
    public void Repeated_nomination_of_before_does_not_undo_a_newer_one()
    {
        var network = new IceNetwork();
        ControllingPeer first = network.AddPeer(5000);
        ControllingPeer second = network.AddPeer(5001);
        network.RunUntil(() => first.IsWritable && second.IsWritable && first.ChecksHeard.Count > 0 && second.ChecksHeard.Count > 0, Second);
        network.Run(Second / 10);
        first.Checks = second.Checks = false;
        byte[] old = first.MakeCheck(nominate: true);
        network.Agent.Receive(network.Now, first.Address, old);
        network.Agent.Receive(network.Now, second.Address, second.MakeCheck(nominate: true));

        network.Agent.Receive(network.Now, first.Address, old);

        Assert.True(network.Agent.TryGetRemote(out TransportAddress remote));
        Assert.Equal(second.Address, remote);
    }

    [Fact]
    public void Diagnosis_tells_each_pairs_story()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        peer.Nominates = true;
        network.Agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, TransportAddress.FromIPv4(0x0A000077, 1), 1000));
        network.RunUntil(() => network.Agent.State == IceState.Nominated, Second);

        IceDiagnostics diagnostics = network.Agent.Diagnose();

        Assert.Equal(IceRole.Controlled, diagnostics.Role);
        Assert.Equal(2, diagnostics.Pairs.Count);
        IcePairDiagnostics used = diagnostics.Pairs[0];
        Assert.Equal(peer.Address, used.Remote);
        Assert.Equal(IceCandidateType.PeerReflexive, used.RemoteType);
        Assert.Equal(IceCheckState.Succeeded, used.State);
        Assert.True(used is { IsSelected: true, IsNominated: true, IsIPv4: true, LastError: 0, ChecksSent: 2, ResponsesReceived: 1 });
        Assert.Equal(TimeSpan.FromMilliseconds(20), used.RoundTrip);
        IcePairDiagnostics dead = diagnostics.Pairs[1];
        Assert.True(dead is { IsSelected: false, ResponsesReceived: 0, State: IceCheckState.InProgress, RoundTrip: null });
    }

    // The peer checks from there with USE-CANDIDATE, and answers our triggered check.
    private static void Nominate(IceNetwork network, ControllingPeer peer, TransportAddress from)
    {
        var buffer = new byte[640];
        network.Agent.Receive(network.Now, from, peer.MakeCheck(nominate: true));
        while (network.Agent.TryTakeDatagram(buffer, out int length, out TransportAddress to))
        {
            Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage message));
            if (to == from && message.Class == StunClass.Request) network.Agent.Receive(network.Now, from, peer.MakeAnswer(message.TransactionId));
        }
    }
}
