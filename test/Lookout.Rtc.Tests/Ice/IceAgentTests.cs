using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

public sealed class IceAgentTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Peer_that_checks_first_is_connected_within_two_round_trips()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();

        network.RunUntil(() => network.Agent.State == IceState.Connected, TimeSpan.FromMilliseconds(60));

        Assert.True(peer.IsWritable);
        Assert.Equal(peer.Address, peer.Mapped);
        Assert.True(network.Agent.TryGetRemote(out TransportAddress remote));
        Assert.Equal(peer.Address, remote);
    }

    [Fact]
    public void Offered_candidate_is_checked_without_waiting_for_the_peer()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        peer.Checks = false;
        network.AddCandidate(peer);

        network.RunUntil(() => network.Agent.State == IceState.Connected, TimeSpan.FromMilliseconds(60));

        Assert.Single(peer.ChecksHeard);
    }

    [Fact]
    public void Own_check_leaves_before_the_answer_to_the_peers_and_once_more_behind_it()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: false));
        var buffer = new byte[640];

        Assert.True(network.Agent.TryTakeDatagram(buffer, out int length, out _));
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage first));
        Assert.Equal(StunClass.Request, first.Class);
        StunTransactionId transaction = first.TransactionId;
        Assert.True(network.Agent.TryTakeDatagram(buffer, out length, out _));
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage second));
        Assert.Equal(StunClass.SuccessResponse, second.Class);
        Assert.True(network.Agent.TryTakeDatagram(buffer, out length, out TransportAddress to));
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage third));
        Assert.Equal(StunClass.Request, third.Class);
        Assert.Equal(transaction, third.TransactionId);
        Assert.Equal(peer.Address, to);
        Assert.False(network.Agent.TryTakeDatagram(buffer, out _, out _));
    }

    [Fact]
    public void Check_that_came_before_the_peer_knew_us_goes_again_with_the_peers_first()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        network.AddCandidate(peer);
        peer.IsSilent = true;
        network.Run(2 * IceNetwork.Step);
        peer.IsSilent = false;
        peer.Nominates = true;

        // Without the first retransmission, which is due after half a second.
        network.RunUntil(() => network.Agent.State == IceState.Nominated, TimeSpan.FromMilliseconds(60));
    }

    [Fact]
    public void Check_is_repeated_behind_four_answers_at_most_and_keeps_its_schedule()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: false));
        TimeSpan due = network.Agent.NextTimeout;

        Assert.Equal(2, DrainChecks(network.Agent));
        Assert.Equal([1, 1, 1, 0, 0], Enumerable.Range(0, 5).Select(_ =>
        {
            network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: false));
            return DrainChecks(network.Agent);
        }));
        Assert.Equal(due, network.Agent.NextTimeout);
    }

    [Fact]
    public void Peer_that_answered_us_before_it_checked_is_checked_behind_our_answer()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        peer.Checks = false;
        network.AddCandidate(peer);
        network.RunUntil(() => network.Agent.State == IceState.Connected, Second);
        StunTransactionId first = peer.LastHeard;

        peer.Outgoing.Enqueue(peer.MakeCheck(nominate: false));
        network.Run(4 * IceNetwork.Step);

        Assert.True(peer.IsWritable);
        Assert.Equal(2, peer.ChecksHeard.Count);
        Assert.NotEqual(first, peer.LastHeard);
    }

    [Fact]
    public void No_check_follows_an_answer_once_the_peer_has_nominated()
    {
        var network = new IceNetwork();
        ControllingPeer first = network.AddPeer();
        first.Nominates = true;
        network.RunUntil(() => network.Agent.State == IceState.Nominated, Second);
        first.IsSilent = true;
        ControllingPeer second = network.AddPeer(5001);

        network.Agent.Receive(network.Now, second.Address, second.MakeCheck(nominate: false));

        Assert.Equal(1, DrainChecks(network.Agent));
    }

    [Fact]
    public void No_check_follows_an_answer_of_a_controlling_agent()
    {
        var network = new IceNetwork(role: IceRole.Controlling);
        ControllingPeer peer = network.AddPeer();

        network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: false, StunAttributeType.IceControlled));

        Assert.Equal(1, DrainChecks(network.Agent));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Connects_and_nominates_through_thirty_percent_loss(int seed)
    {
        var network = new IceNetwork(loss: 0.3, seed);
        ControllingPeer peer = network.AddPeer();
        network.AddCandidate(peer);
        peer.Nominates = true;

        network.RunUntil(() => network.Agent.State == IceState.Nominated, 15 * Second);
    }

    [Fact]
    public void Unanswered_check_backs_off_and_is_given_up()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        network.AddCandidate(peer);
        peer.IsSilent = true;

        network.Run(TimeSpan.FromSeconds(15));
        Assert.NotEqual(TimeSpan.MaxValue, network.Agent.NextTimeout);
        network.Run(Second);

        Assert.Equal(9, network.Agent.Counters.ChecksSent);
        Assert.Equal(TimeSpan.MaxValue, network.Agent.NextTimeout);
        Assert.Equal(IceState.Checking, network.Agent.State);
    }

    [Fact]
    public void Ordinary_checks_are_paced_and_go_in_order_of_priority()
    {
        var network = new IceNetwork();
        for (int i = 0; i < 4; i++)
        {
            TransportAddress address = TransportAddress.FromIPv4((uint)(0x0A000010 + i), 1);
            network.Agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, address, (uint)(100 + i)));
        }

        var sent = new List<(TimeSpan At, TransportAddress To)>();
        var buffer = new byte[640];
        TimeSpan now = TimeSpan.Zero;
        while (sent.Count < 4)
        {
            network.Agent.Advance(now);
            while (network.Agent.TryTakeDatagram(buffer, out _, out TransportAddress to)) sent.Add((now, to));
            now = network.Agent.NextTimeout;
        }

        Assert.Equal([3u, 2u, 1u, 0u], sent.Select(s => (uint)s.To.Low - 0x0A000010));
        Assert.Equal([0, 50, 100, 150], sent.Select(s => s.At.TotalMilliseconds));
    }

    [Fact]
    public void Forged_requests_get_no_answer_and_leave_no_trace()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        byte[] good = peer.MakeCheck(nominate: true);
        byte[] wrongKey = peer.MakeCheck(nominate: true, password: "0123456789012345678901");
        byte[] wrongUser = peer.MakeCheck(nominate: true, username: $"{network.Local.Ufrag}:mallory");
        byte[] wrongCrc = [.. good];
        wrongCrc[^1] ^= 1;
        byte[] noIntegrity = WithoutIntegrity(network);

        Assert.Equal(IceDrop.Integrity, network.Agent.Receive(network.Now, peer.Address, wrongKey));
        Assert.Equal(IceDrop.Username, network.Agent.Receive(network.Now, peer.Address, wrongUser));
        Assert.Equal(IceDrop.Fingerprint, network.Agent.Receive(network.Now, peer.Address, wrongCrc));
        Assert.Equal(IceDrop.Integrity, network.Agent.Receive(network.Now, peer.Address, noIntegrity));
        Assert.Equal(IceDrop.Malformed, network.Agent.Receive(network.Now, peer.Address, new byte[1400]));

        Assert.False(network.Agent.TryTakeDatagram(new byte[640], out _, out _));
        Assert.Equal(0, network.Agent.RemoteCandidateCount);
        Assert.False(network.Agent.IsValidated(peer.Address));
        Assert.Equal(2, network.Agent.Counters.Dropped(IceDrop.Integrity));
    }

    [Fact]
    public void Forged_responses_validate_nothing()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        network.AddCandidate(peer);
        network.Agent.Advance(network.Now);
        var buffer = new byte[640];
        Assert.True(network.Agent.TryTakeDatagram(buffer, out int length, out _));
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage check));
        StunTransactionId id = check.TransactionId;
        TransportAddress elsewhere = TransportAddress.FromIPv4(0x0A000099, 5000);

        Assert.Equal(IceDrop.Integrity, network.Agent.Receive(network.Now, peer.Address, peer.MakeAnswer(id, "0123456789012345678901")));
        Assert.Equal(IceDrop.Unexpected, network.Agent.Receive(network.Now, peer.Address, peer.MakeAnswer(new StunTransactionId(1, 2))));
        Assert.Equal(IceDrop.Unexpected, network.Agent.Receive(network.Now, elsewhere, peer.MakeAnswer(id)));
        Assert.Equal(IceState.Checking, network.Agent.State);

        Assert.Equal(IceDrop.None, network.Agent.Receive(network.Now, peer.Address, peer.MakeAnswer(id)));
        Assert.Equal(IceState.Connected, network.Agent.State);
    }

    [Fact]
    public void Authentic_source_is_validated_also_in_its_mapped_form()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: false));

        byte[] mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, 2];
        Assert.True(TransportAddress.TryFromBytes(mapped, 5000, 0, out TransportAddress address));
        Assert.True(network.Agent.IsValidated(address));
        Assert.False(network.Agent.IsValidated(address with { Port = 5001 }));
    }

    [Fact]
    public void Only_a_nomination_changes_where_we_send()
    {
        var network = new IceNetwork();
        ControllingPeer first = network.AddPeer(5000);
        first.Nominates = true;
        network.RunUntil(() => network.Agent.State == IceState.Nominated, Second);

        ControllingPeer second = network.AddPeer(5001);
        network.RunUntil(() => second.IsWritable && second.ChecksHeard.Count > 0, Second);
        network.Run(Second);
        Assert.True(network.Agent.IsValidated(second.Address));
        Assert.True(network.Agent.TryGetRemote(out TransportAddress remote));
        Assert.Equal(first.Address, remote);

        first.Nominates = false;
        second.Nominates = true;
        network.Run(Second);
        Assert.True(network.Agent.TryGetRemote(out remote));
        Assert.Equal(second.Address, remote);
    }

    [Fact]
    public void Nomination_waits_for_our_own_check_to_succeed()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();

        network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: true));

        Assert.Equal(IceState.Checking, network.Agent.State);
        Assert.False(network.Agent.TryGetRemote(out _));
    }

    [Fact]
    public void Candidates_are_capped_and_the_refused_are_counted()
    {
        var network = new IceNetwork();
        for (int i = 0; i < 40; i++)
            network.Agent.AddRemoteCandidate(new IceCandidate(IceCandidateType.Host, TransportAddress.FromIPv4(1, (ushort)(i + 1)), 1));
        ControllingPeer peer = network.AddPeer();

        Assert.Equal(IceDrop.TooManyCandidates, network.Agent.Receive(network.Now, peer.Address, peer.MakeCheck(nominate: false)));

        Assert.Equal(IceAgent.MaxRemoteCandidates, network.Agent.RemoteCandidateCount);
        Assert.Equal(9, network.Agent.Counters.CandidatesRefused);
    }

    [Fact]
    public void Request_with_an_unknown_attribute_is_answered_420()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        var buffer = new byte[640];
        var writer = new StunWriter(buffer, StunClass.Request, new StunTransactionId(7, 7));
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes($"{network.Local.Ufrag}:{network.Remote.Ufrag}"));
        writer.Add((StunAttributeType)0x7ABC, [1]);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(network.Local.Password));
        writer.AddFingerprint();

        network.Agent.Receive(network.Now, peer.Address, buffer.AsSpan(0, writer.Length));

        Assert.True(network.Agent.TryTakeDatagram(buffer, out int length, out _));
        Assert.True(StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage answer));
        Assert.True(answer.TryGetErrorCode(out int code));
        Assert.Equal(420, code);
        Assert.True(answer.TryGet(StunAttributeType.UnknownAttributes, out ReadOnlySpan<byte> unknown));
        Assert.Equal([0x7A, 0xBC], unknown.ToArray());
    }

    [Fact]
    public void Answer_is_never_larger_than_the_question()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        byte[] check = peer.MakeCheck(nominate: false);
        network.Agent.Receive(network.Now, peer.Address, check);
        var buffer = new byte[640];

        network.Agent.TryTakeDatagram(buffer, out _, out _);
        Assert.True(network.Agent.TryTakeDatagram(buffer, out int length, out _));
        Assert.True(length <= check.Length);
    }

    [Fact]
    public void Checks_and_answers_allocate_nothing()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        network.RunUntil(() => network.Agent.State == IceState.Connected, Second);
        byte[] check = peer.MakeCheck(nominate: true);
        var buffer = new byte[640];
        Exchange();

        Allocations.AssertNone(100, Exchange);

        void Exchange()
        {
            network.Agent.Receive(network.Now, peer.Address, check);
            network.Agent.Advance(network.Now);
            while (network.Agent.TryTakeDatagram(buffer, out _, out _)) { }
        }
    }

    [Fact]
    public void Checks_of_a_silent_peer_allocate_nothing()
    {
        var network = new IceNetwork();
        ControllingPeer peer = network.AddPeer();
        byte[] check = peer.MakeCheck(nominate: false);
        var buffer = new byte[640];
        TimeSpan now = network.Now;
        Exchange();

        Allocations.AssertNone(100, Exchange);

        // Every 20 s a check has ended unanswered and the next begins.
        void Exchange()
        {
            now += TimeSpan.FromSeconds(2);
            network.Agent.Receive(now, peer.Address, check);
            network.Agent.Advance(now);
            while (network.Agent.TryTakeDatagram(buffer, out _, out _)) { }
        }
    }

    private static int DrainChecks(IceAgent agent)
    {
        var buffer = new byte[640];
        int checks = 0;
        while (agent.TryTakeDatagram(buffer, out int length, out _))
            if (StunMessage.TryParse(buffer.AsSpan(0, length), out StunMessage message) && message.Class == StunClass.Request) checks++;
        return checks;
    }

    private static byte[] WithoutIntegrity(IceNetwork network)
    {
        var buffer = new byte[640];
        var writer = new StunWriter(buffer, StunClass.Request, new StunTransactionId(1, 1));
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes($"{network.Local.Ufrag}:{network.Remote.Ufrag}"));
        writer.AddPriority(1);
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
