using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

public sealed class IceRestartTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TransportAddress Cable = TransportAddress.FromIPv4(0x0A000102, 9000);

    [Fact]
    public void Restart_keeps_the_old_pair_until_the_new_one_is_nominated()
    {
        AgentPair pair = Nominated();
        TransportAddress wifi = pair.Right.Addresses[0];
        string[] old = pair.Left.Agent.LocalUfrags.ToArray();
        pair.Restart();
        Assert.True(pair.Left.Agent.IsRestarting);
        Assert.Equal(2, pair.Left.Agent.LocalUfrags.Length);
        Assert.Equal(old[0], pair.Left.Agent.LocalUfrags[1]);
        Assert.True(pair.Left.SendsTo(wifi));

        pair.Right.Addresses[0] = Cable;
        pair.Right.Local.Clear();
        pair.Offer(pair.Left);

        Assert.True(pair.RunUntil(() => !pair.Left.Agent.IsRestarting && !pair.Right.Agent.IsRestarting, 2 * Second));
        Assert.True(pair.Left.SendsTo(Cable));
        Assert.Equal(IceState.Nominated, pair.Left.Agent.State);
        // What is on its way by the old path is still taken, for a while.
        Assert.True(pair.Left.Agent.IsValidated(wifi));
        pair.Run(6 * Second);
        Assert.False(pair.Left.Agent.IsValidated(wifi));
        Assert.Equal(1, pair.Left.Agent.LocalUfrags.Length);
        pair.Run(60 * Second);
        Assert.Equal(IceState.Nominated, pair.Left.Agent.State);
    }

    [Fact]
    public void Failed_restart_leaves_the_session_where_it_was()
    {
        AgentPair pair = Nominated();
        (IceCredentials local, IceCredentials remote) = (IceCredentials.Create(SeededRandom.Create(91)), IceCredentials.Create(SeededRandom.Create(92)));

        // The peer never takes the new credentials up.
        Assert.True(pair.Left.Agent.Restart(pair.Now, local, remote));
        pair.Left.Agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, Cable, 1000));
        pair.Run(120 * Second);

        Assert.Equal(IceState.Nominated, pair.Left.Agent.State);
        Assert.True(pair.Left.Agent.IsRestarting);
        Assert.True(pair.Left.SendsTo(pair.Right.Addresses[0]));
        Assert.True(pair.Right.SendsTo(pair.Left.Addresses[0]));
    }

    [Fact]
    public void Restart_saves_a_session_whose_consent_runs_out_meanwhile()
    {
        AgentPair pair = Nominated();
        pair.Cut(pair.Left.Addresses[0], pair.Right.Addresses[0]);
        pair.Run(22 * Second);
        pair.Restart();
        Assert.True(pair.RunUntil(() => pair.Left.Agent.State == IceState.Checking, 12 * Second));
        Assert.False(pair.Left.Agent.TryGetRemote(out _));

        pair.Right.Addresses[0] = Cable;
        pair.Right.Local.Clear();
        pair.Offer(pair.Left);

        Assert.True(pair.RunUntil(() => pair.Left.Agent.State == IceState.Nominated && pair.Right.Agent.State == IceState.Nominated, 2 * Second));
        Assert.True(pair.Left.SendsTo(Cable));
    }

    [Fact]
    public void Restart_that_finds_nothing_after_consent_is_gone_ends_it()
    {
        AgentPair pair = Nominated();
        pair.Cut(pair.Left.Addresses[0], pair.Right.Addresses[0]);
        pair.Run(22 * Second);
        pair.Restart();

        pair.Run(16 * Second);

        Assert.Equal(IceState.ConsentExpired, pair.Left.Agent.State);
        Assert.Equal(TimeSpan.MaxValue, pair.Left.Agent.NextTimeout);
        Assert.False(pair.Left.Agent.Restart(pair.Now, IceCredentials.Create(SeededRandom.Create(91)), IceCredentials.Create(SeededRandom.Create(92))));
    }

    [Fact]
    public void Restart_overtaken_by_another_one_is_forgotten()
    {
        AgentPair pair = Nominated();
        string first = pair.Left.Agent.LocalUfrags[0];
        pair.Restart();
        string second = pair.Left.Agent.LocalUfrags[0];
        pair.Restart();

        Assert.Equal([pair.Left.Agent.LocalUfrags[0], first], pair.Left.Agent.LocalUfrags.ToArray());
        Assert.DoesNotContain(second, pair.Left.Agent.LocalUfrags.ToArray());
        pair.Offer(pair.Left);
        Assert.True(pair.RunUntil(() => !pair.Left.Agent.IsRestarting && !pair.Right.Agent.IsRestarting, 2 * Second));
    }

    [Fact]
    public void Check_of_the_old_generation_is_answered_and_moves_nothing()
    {
        AgentPair pair = Nominated();
        pair.Restart();
        pair.Right.Addresses[0] = Cable;
        pair.Right.Local.Clear();
        pair.Offer(pair.Left);
        Assert.True(pair.RunUntil(() => !pair.Left.Agent.IsRestarting, 2 * Second));
        long before = pair.Left.Agent.Counters.RequestsReceived;

        byte[] late = Peer(pair, generation: 0).MakeCheck(nominate: true);
        Assert.Equal(IceDrop.None, pair.Left.Agent.Receive(pair.Now, TransportAddress.FromIPv4(0x0A000002, 8555), late));

        Assert.Equal(before + 1, pair.Left.Agent.Counters.RequestsReceived);
        Assert.True(pair.Left.SendsTo(Cable));
        pair.Run(6 * Second);
        Assert.Equal(IceDrop.Username, pair.Left.Agent.Receive(pair.Now, TransportAddress.FromIPv4(0x0A000002, 8555), late));
    }

    private static ControllingPeer Peer(AgentPair pair, int generation)
    {
        int first = pair.Seed * 100 + 2 * (generation + 1);
        return new ControllingPeer(
            IceCredentials.Create(SeededRandom.Create(first + 1)), IceCredentials.Create(SeededRandom.Create(first)), default, default, 5);
    }

    private static AgentPair Nominated()
    {
        var pair = new AgentPair(3);
        pair.Offer(pair.Left);
        Assert.True(pair.RunUntil(() => pair.Left.Agent.State == IceState.Nominated && pair.Right.Agent.State == IceState.Nominated, Second));
        return pair;
    }
}
