using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

public sealed class IceRoleTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Controlling_agent_nominates_the_pair_and_both_agree()
    {
        var pair = new AgentPair(1);
        pair.Offer(pair.Left);

        Assert.True(pair.RunUntil(() => AreNominated(pair), Second));

        Assert.True(pair.Left.SendsTo(pair.Right.Addresses[0]));
        Assert.True(pair.Right.SendsTo(pair.Left.Addresses[0]));
    }

    [Theory]
    [InlineData(IceRole.Controlling)]
    [InlineData(IceRole.Controlled)]
    public void Two_of_one_role_settle_it_by_their_tie_breakers(IceRole role)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            var pair = new AgentPair(seed, role, role);
            pair.Offer(pair.Left);
            pair.Offer(pair.Right);

            Assert.True(pair.RunUntil(() => AreNominated(pair), 3 * Second), $"seed {seed}");

            Assert.NotEqual(pair.Left.Agent.Role, pair.Right.Agent.Role);
            Assert.Equal(1, pair.Left.Agent.Counters.RoleSwitches + pair.Right.Agent.Counters.RoleSwitches);
        }
    }

    [Fact]
    public void Peer_with_the_larger_tie_breaker_takes_the_role_and_is_told_so()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        byte[] check = peer.MakeCheck(nominate: false, StunAttributeType.IceControlled, tieBreaker: ulong.MaxValue);

        network.Agent.Receive(network.Now, peer.Address, check);

        Assert.Equal(487, Error(network));
        Assert.Equal(IceRole.Controlled, network.Agent.Role);
        Assert.Equal(1, network.Agent.Counters.RoleConflicts);
        Assert.False(network.Agent.IsValidated(peer.Address));
    }

    [Fact]
    public void Peer_with_the_smaller_tie_breaker_makes_us_switch_and_is_answered()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();

        network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: false, StunAttributeType.IceControlled, tieBreaker: 0));

        Assert.Equal(IceRole.Controlling, network.Agent.Role);
        Assert.True(network.Agent.IsValidated(peer.Address));
        Assert.Equal(1, network.Agent.Counters.RoleSwitches);
    }

    [Fact]
    public void Better_pair_still_under_check_is_waited_for_half_a_second()
    {
        var pair = new AgentPair(1);
        TransportAddress best = pair.Left.Addresses[0];
        TransportAddress worse = TransportAddress.FromIPv4(0x0A000003, 8555);
        pair.Left.Addresses.Add(worse);
        pair.Cut(best, pair.Right.Addresses[0]);
        pair.Offer(pair.Left);
        TimeSpan start = pair.Now;

        Assert.True(pair.RunUntil(() => AreNominated(pair), 2 * Second));

        Assert.InRange(pair.Now - start, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(700));
        Assert.True(pair.Right.SendsTo(worse));
    }

    [Fact]
    public void Peer_that_only_answers_is_nominated_too()
    {
        // An SFU that is ICE-lite (RFC 8445 §2.5) never checks.
        var network = new IceNetwork(role: IceRole.Controlling);
        ControllingPeer peer = network.AddPeer();
        peer.Checks = false;
        network.AddCandidate(peer);

        network.RunUntil(() => network.Agent.State == IceState.Nominated, Second);

        Assert.True(peer.HeardNomination);
    }

    [Fact]
    public void Endless_role_conflicts_of_a_peer_end()
    {
        var network = new IceNetwork(role: IceRole.Controlling);
        ControllingPeer peer = network.AddPeer();
        peer.Checks = false;
        peer.AnswersConflict = true;
        network.AddCandidate(peer);

        network.Run(10 * Second);

        Assert.Equal(5, peer.ChecksHeard.Count);
        Assert.Equal(IceCheckState.Failed, Assert.Single(network.Agent.Diagnose().Pairs).State);
        Assert.Equal(487, Assert.Single(network.Agent.Diagnose().Pairs).LastError);
    }

    private static bool AreNominated(AgentPair pair) =>
        pair.Left.Agent.State == IceState.Nominated && pair.Right.Agent.State == IceState.Nominated;

    private static int Error(IceNetwork network)
    {
        var buffer = new byte[640];
        Assert.True(network.Agent.TryTakeDatagram(buffer, out int length, out _));
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage answer));
        return answer.TryGetErrorCode(out int code) ? code : 0;
    }
}
