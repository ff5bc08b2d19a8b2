using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

public sealed class ConsentTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Consent_is_asked_every_four_to_six_seconds()
    {
        IceNetwork network = Connected(out ControllingPeer peer);
        peer.Checks = false;
        peer.ChecksHeard.Clear();

        network.Run(120 * Second);

        Assert.InRange(peer.ChecksHeard.Count, 20, 30);
        double[] gaps = [.. peer.ChecksHeard.Zip(peer.ChecksHeard.Skip(1), (a, b) => (b - a).TotalSeconds)];
        Assert.All(gaps, gap => Assert.InRange(gap, 3.99, 6.02));
        Assert.True(gaps.Distinct().Count() > 5);
    }

    [Fact]
    public void Silence_of_thirty_seconds_ends_sending_for_good()
    {
        IceNetwork network = Connected(out ControllingPeer peer);
        peer.IsSilent = true;

        network.Run(31 * Second);

        Assert.Equal(IceState.ConsentExpired, network.Agent.State);
        Assert.False(network.Agent.TryGetRemote(out _));
        Assert.Equal(TimeSpan.MaxValue, network.Agent.NextTimeout);
        peer.IsSilent = false;
        Assert.Equal(IceDrop.Unexpected, network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: true)));
        Assert.False(network.Agent.TryTakeDatagram(new byte[640], out _, out _));
    }

    [Fact]
    public void Requests_alone_do_not_renew_consent()
    {
        IceNetwork network = Connected(out ControllingPeer peer);
        peer.IsSilent = true;

        for (int i = 0; i < 31; i++)
        {
            network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: true));
            network.Run(Second);
        }

        Assert.Equal(IceState.ConsentExpired, network.Agent.State);
    }

    [Fact]
    public void Copies_of_a_response_do_not_renew_consent()
    {
        IceNetwork network = Connected(out ControllingPeer peer);
        peer.Checks = false;
        network.Run(4 * Second);
        network.RunUntil(() => peer.Outgoing.Count > 0 || peer.ChecksHeard.Count > 1, 4 * Second);
        network.Run(Second);
        StunTransactionId last = peer.LastHeard;
        peer.IsSilent = true;

        for (int i = 0; i < 31; i++)
        {
            Assert.Equal(IceDrop.Unexpected, network.Agent.Receive(network.Now, peer.Address, peer.MakeAnswer(last)));
            network.Run(Second);
        }

        Assert.Equal(IceState.ConsentExpired, network.Agent.State);
    }

    [Fact]
    public void Blackout_of_twenty_seconds_is_survived()
    {
        IceNetwork network = Connected(out ControllingPeer peer);
        peer.IsSilent = true;
        network.Run(20 * Second);
        peer.IsSilent = false;
        network.Run(60 * Second);

        Assert.Equal(IceState.Nominated, network.Agent.State);
    }

    [Fact]
    public void Consent_holds_through_thirty_percent_loss()
    {
        var network = new IceNetwork(loss: 0.3, seed: 7);
        ControllingPeer peer = network.AddPeer();
        peer.Nominates = true;
        network.RunUntil(() => network.Agent.State == IceState.Nominated, 15 * Second);

        network.Run(TimeSpan.FromMinutes(5));

        Assert.Equal(IceState.Nominated, network.Agent.State);
    }

    [Fact]
    public void Newly_nominated_pair_that_was_silent_is_asked_at_once()
    {
        IceNetwork network = Connected(out ControllingPeer first);
        ControllingPeer second = network.AddPeer(5001);
        network.RunUntil(() => second.ChecksHeard.Count > 0, Second);
        network.Run(10 * Second);
        second.ChecksHeard.Clear();
        first.Nominates = false;
        second.Nominates = true;

        network.Run(TimeSpan.FromMilliseconds(200));

        Assert.NotEmpty(second.ChecksHeard);
        Assert.True(network.Agent.TryGetRemote(out TransportAddress remote));
        Assert.Equal(second.Address, remote);
    }

    [Fact]
    public void Pair_with_consent_of_its_own_takes_over_when_the_selected_one_has_lost_it()
    {
        IceNetwork network = Connected(out ControllingPeer first);
        ControllingPeer second = network.AddPeer(5001);
        network.RunUntil(() => second.ChecksHeard.Count > 0, Second);
        second.Checks = false;
        first.IsSilent = true;

        network.Run(31 * Second);

        Assert.Equal(IceState.Connected, network.Agent.State);
        Assert.True(network.Agent.TryGetRemote(out TransportAddress remote));
        Assert.Equal(second.Address, remote);
        network.Run(60 * Second);
        Assert.Equal(IceState.Connected, network.Agent.State);
    }

    [Theory]
    [InlineData(IceRole.Controlled)]
    [InlineData(IceRole.Controlling)]
    public void Consent_and_checks_allocate_nothing_in_either_role(IceRole role)
    {
        var network = new IceNetwork(role: role);
        ControllingPeer peer = network.AddPeer();
        peer.Checks = false;
        network.AddCandidate(peer);
        network.RunUntil(() => network.Agent.State == (role == IceRole.Controlling ? IceState.Nominated : IceState.Connected), Second);
        TimeSpan now = network.Now;
        var buffer = new byte[640];
        var answer = new byte[640];
        byte[] key = System.Text.Encoding.ASCII.GetBytes(network.Remote.Password);
        AskAndAnswer();

        Allocations.AssertNone(100, AskAndAnswer);
        Assert.True(network.Agent.Counters.ResponsesReceived > 100);

        void AskAndAnswer()
        {
            now = network.Agent.NextTimeout;
            network.Agent.Advance(now);
            while (network.Agent.TryTakeDatagram(buffer, out int length, out TransportAddress to))
            {
                if (!StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage check)) continue;
                var writer = new StunWriter(answer, StunClass.SuccessResponse, check.TransactionId);
                writer.AddXorMappedAddress(to);
                writer.AddIntegrity(key);
                writer.AddFingerprint();
                network.Agent.Receive(now, to, answer.AsSpan(0, writer.Length));
            }
        }
    }

    private static IceNetwork Connected(out ControllingPeer peer)
    {
        var network = new IceNetwork();
        ControllingPeer added = network.AddPeer();
        added.Nominates = true;
        network.RunUntil(() => network.Agent.State == IceState.Nominated, Second);
        peer = added;
        return network;
    }
}
