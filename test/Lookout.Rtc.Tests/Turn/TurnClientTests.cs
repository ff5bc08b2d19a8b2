using Lookout.Rtc.Stun;
using Lookout.Rtc.Tests.Stun;
using Lookout.Rtc.Turn;

namespace Lookout.Rtc.Tests.Turn;

public sealed class TurnClientTests
{
    private static readonly TransportAddress ThroughRelay = TurnLink.Peer with { Via = Route.Relay };

    [Fact]
    public void Challenge_is_answered_and_an_allocation_comes()
    {
        var link = new TurnLink();
        link.Exchange();
        link.Exchange();

        Assert.Equal(TurnState.Allocated, link.Client.State);
        Assert.Equal((FakeTurnServer.Relayed, FakeTurnServer.Mapped), (link.Client.Relayed, link.Client.Mapped));
        Assert.Equal([TurnMethod.Allocate, TurnMethod.Allocate], link.FakeServer.Requests);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    public void Allocation_and_permission_come_through_loss(double loss)
    {
        var link = new TurnLink { Loss = loss };
        link.Client.Permit(link.Now, TurnLink.Peer);
        link.Run(TimeSpan.FromSeconds(60));

        Assert.Equal(TurnState.Allocated, link.Client.State);
        Assert.Equal(1, link.FakeServer.Permissions);
    }

    [Fact]
    public void Silent_server_is_asked_seven_times_as_rfc_8489_says_and_given_up()
    {
        var link = new TurnLink();
        link.FakeServer.IsSilent = true;
        TimeSpan start = link.Now;
        link.Run(TimeSpan.FromSeconds(39));
        Assert.Equal(TurnState.Allocating, link.Client.State);
        link.Run(TimeSpan.FromSeconds(1));

        Assert.Equal([0, 500, 1500, 3500, 7500, 15500, 31500], link.SentAt.Select(at => (at - start).TotalMilliseconds));
        Assert.Equal((TurnState.Failed, TurnFailure.Timeout), (link.Client.State, link.Client.Failure));
        Assert.Equal(TimeSpan.MaxValue, link.Client.NextTimeout);
    }

    [Fact]
    public void Over_a_stream_a_request_is_sent_once()
    {
        var link = new TurnLink(isStream: true);
        link.FakeServer.IsSilent = true;
        link.Run(TimeSpan.FromSeconds(40));

        Assert.Single(link.SentAt);
        Assert.Equal(TurnFailure.Timeout, link.Client.Failure);
    }

    [Fact]
    public void Wrong_password_is_told_after_the_second_refusal()
    {
        var link = new TurnLink(password: "guessed");
        link.Run(TimeSpan.FromSeconds(1));

        Assert.Equal((TurnFailure.Unauthorized, 401), (link.Client.Failure, link.Client.ErrorCode));
        Assert.Equal(2, link.FakeServer.Requests.Count);
    }

    [Theory]
    [InlineData(486, TurnFailure.Quota)]
    [InlineData(508, TurnFailure.Quota)]
    [InlineData(403, TurnFailure.Refused)]
    [InlineData(300, TurnFailure.Refused)]
    [InlineData(441, TurnFailure.Unauthorized)]
    public void Refusal_is_told_by_its_kind(int code, TurnFailure failure)
    {
        var link = new TurnLink();
        link.FakeServer.Refuse[TurnMethod.Allocate] = code;
        // The first refusal is used up by the challenge.
        link.Exchange();
        link.FakeServer.Refuse[TurnMethod.Allocate] = code;
        link.Exchange();

        Assert.Equal((failure, code), (link.Client.Failure, link.Client.ErrorCode));
    }

    [Fact]
    public void Allocation_of_an_earlier_run_is_given_back_first()
    {
        var link = new TurnLink();
        link.FakeServer.IsAllocated = true;
        link.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(TurnState.Allocated, link.Client.State);
        Assert.Equal([TurnMethod.Allocate, TurnMethod.Allocate, TurnMethod.Refresh, TurnMethod.Allocate], link.FakeServer.Requests);
    }

    [Fact]
    public void Stale_nonce_costs_one_more_request()
    {
        TurnLink link = TurnLink.Allocated();
        link.FakeServer.ExpireNonce();
        link.Client.Permit(link.Now, TurnLink.Peer);
        link.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(1, link.FakeServer.Permissions);
        Assert.Equal(TurnState.Allocated, link.Client.State);
    }

    [Fact]
    public void Server_whose_nonces_are_always_stale_is_given_up()
    {
        TurnLink link = TurnLink.Allocated();
        link.Client.Permit(link.Now, TurnLink.Peer);
        for (int i = 0; i < 10 && link.Client.State == TurnState.Allocated; i++)
        {
            link.FakeServer.ExpireNonce();
            link.Exchange();
        }

        Assert.Equal((TurnFailure.Unauthorized, 438), (link.Client.Failure, link.Client.ErrorCode));
    }

    [Fact]
    public void Allocation_permissions_and_channels_are_kept_fresh_for_an_hour()
    {
        TurnLink link = TurnLink.Allocated();
        link.Client.Permit(link.Now, TurnLink.Peer);
        link.Run(TimeSpan.FromSeconds(1));
        link.Client.Bind(link.Now, ThroughRelay);
        link.FakeServer.Requests.Clear();
        link.Run(TimeSpan.FromHours(1));

        // Every 9 minutes of 10, every 4 of 5, every 8 of 10.
        Assert.Equal((6, 15, 8), (Count(TurnMethod.Refresh), Count(TurnMethod.CreatePermission), Count(TurnMethod.ChannelBind)));
        Assert.Equal(4, link.Send(ThroughRelay, []));

        int Count(int method) => link.FakeServer.Requests.Count(m => m == method);
    }

    [Fact]
    public void Short_lifetime_is_halved()
    {
        var link = new TurnLink();
        link.FakeServer.Lifetime = 60;
        link.Run(TimeSpan.FromSeconds(1));
        link.FakeServer.Requests.Clear();
        link.Run(TimeSpan.FromMinutes(5));

        Assert.InRange(link.FakeServer.Requests.Count, 9, 10);
    }

    [Fact]
    public void Server_that_has_forgotten_us_is_noticed_at_the_next_refresh()
    {
        TurnLink link = TurnLink.Allocated();
        link.FakeServer.IsAllocated = false;
        link.Run(TimeSpan.FromMinutes(9));

        Assert.Equal((TurnFailure.Mismatch, 437), (link.Client.Failure, link.Client.ErrorCode));
    }

    [Fact]
    public void Peer_without_permission_is_neither_heard_nor_sent_to()
    {
        TurnLink link = TurnLink.Allocated();
        link.Receive(FakeTurnServer.Data(TurnLink.Peer, [1]));

        Assert.Empty(link.Received);
        Assert.Equal(0, link.Send(ThroughRelay, [1]));
        Assert.Equal(1, link.Client.Dropped);
    }

    [Fact]
    public void Datagrams_go_by_indications_until_a_channel_is_bound()
    {
        TurnLink link = TurnLink.Allocated();
        link.Client.Permit(link.Now, TurnLink.Peer);
        link.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(20 + 12 + 8, link.Send(ThroughRelay, [1, 2, 3]));
        link.Receive(FakeTurnServer.Data(TurnLink.Peer, [4, 5]));
        link.Client.Bind(link.Now, ThroughRelay);
        link.Client.Bind(link.Now, ThroughRelay);
        link.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(4 + 3, link.Send(ThroughRelay, [6, 7, 8]));
        link.Receive(link.FakeServer.OnChannel(TurnLink.Peer, [9]));

        Assert.Equal([[1, 2, 3], [6, 7, 8]], link.FakeServer.Relay.Select(r => r.Data));
        Assert.All(link.FakeServer.Relay, r => Assert.Equal(TurnLink.Peer, r.Peer));
        Assert.Equal([[4, 5], [9]], link.Received.Select(r => r.Data));
        Assert.All(link.Received, r => Assert.Equal(ThroughRelay, r.Peer));
        Assert.Equal((1, 1), (link.FakeServer.SendIndications, link.FakeServer.Channels));
    }

    [Fact]
    public void Channel_data_is_padded_over_a_stream()
    {
        TurnLink link = TurnLink.Allocated(isStream: true);
        link.Client.Permit(link.Now, TurnLink.Peer);
        link.Exchange();
        link.Client.Bind(link.Now, ThroughRelay);
        link.Exchange();

        Assert.Equal(8, link.Send(ThroughRelay, [1]));
    }

    [Fact]
    public void Released_peer_is_silent_and_its_number_rests()
    {
        TurnLink link = TurnLink.Allocated();
        link.Client.Permit(link.Now, TurnLink.Peer);
        link.Exchange();
        link.Client.Bind(link.Now, ThroughRelay);
        link.Exchange();
        link.Client.Release(TurnLink.Peer);
        link.Receive(link.FakeServer.OnChannel(TurnLink.Peer, [9]));
        Assert.Empty(link.Received);
        Assert.Equal(0, link.Send(ThroughRelay, [1]));

        TransportAddress other = TurnLink.Peer with { Port = 7000, Via = Route.Relay };
        link.Client.Permit(link.Now, other);
        link.Exchange();
        link.Client.Bind(link.Now, other);
        link.Exchange();
        Assert.Equal(2, link.FakeServer.Channels);
        link.FakeServer.Requests.Clear();
        link.Run(TimeSpan.FromMinutes(20));
        Assert.Equal(2, link.FakeServer.Requests.Count(m => m == TurnMethod.ChannelBind));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(443)]
    public void Forbidden_peer_is_not_asked_for_again_and_the_allocation_stays(int code)
    {
        TurnLink link = TurnLink.Allocated();
        link.Client.Permit(link.Now, TurnLink.Peer);
        link.FakeServer.Refuse[TurnMethod.CreatePermission] = code;
        link.Run(TimeSpan.FromMinutes(2));

        Assert.Equal(1, link.FakeServer.Requests.Count(m => m == TurnMethod.CreatePermission));
        Assert.Equal((TurnState.Allocated, 0), (link.Client.State, link.Client.PermissionCount));
    }

    [Fact]
    public void Peer_of_the_other_family_gets_no_permission()
    {
        TurnLink link = TurnLink.Allocated();

        Assert.False(link.Client.Permit(link.Now, new TransportAddress(0x2001_0DB8_0000_0000, 1, 0, 5000)));
    }

    [Fact]
    public void Permissions_and_channels_are_bounded()
    {
        TurnLink link = TurnLink.Allocated();
        for (uint i = 0; i < TurnClient.MaxPermissions; i++)
        {
            TransportAddress peer = TransportAddress.FromIPv4(0x0A000000 + i, 1000);
            Assert.True(link.Client.Permit(link.Now, peer));
            link.Client.Bind(link.Now, peer);
        }

        Assert.False(link.Client.Permit(link.Now, TurnLink.Peer));
        link.Run(TimeSpan.FromSeconds(30));
        Assert.Equal((TurnClient.MaxPermissions, TurnClient.MaxChannels), (link.FakeServer.Permissions, link.FakeServer.Channels));
    }

    [Fact]
    public void Allocation_is_given_back_at_the_end()
    {
        TurnLink link = TurnLink.Allocated();
        link.Client.Close(link.Now);
        link.Exchange();

        Assert.False(link.FakeServer.IsAllocated);
        Assert.Equal(TurnState.Closed, link.Client.State);
        Assert.Equal(TimeSpan.MaxValue, link.Client.NextTimeout);
    }

    [Fact]
    public void Success_without_the_right_integrity_is_no_success()
    {
        var link = new TurnLink();
        link.Exchange();
        link.Client.Advance(link.Now);
        var request = new byte[640];
        Assert.True(link.Client.TryTakeDatagram(request, out int length, out _));
        Assert.True(StunMessage.TryParse(request.AsSpan(0, length), out StunMessage message));
        var forged = new byte[200];
        var writer = new StunWriter(forged, StunClass.SuccessResponse, message.TransactionId, TurnMethod.Allocate);
        writer.AddXorAddress(StunAttributeType.XorRelayedAddress, TurnLink.Peer);
        writer.AddIntegrity("a guess"u8);
        link.Receive(forged[..writer.Length]);

        Assert.Equal(TurnState.Allocating, link.Client.State);
        Assert.Equal(1, link.Client.Dropped);
    }

    [Fact]
    public void Broken_datagrams_change_nothing_but_the_counter()
    {
        TurnLink link = TurnLink.Allocated();
        link.Client.Permit(link.Now, TurnLink.Peer);
        link.Exchange();
        link.Client.Bind(link.Now, ThroughRelay);
        link.Exchange();
        var mutator = new Mutator(5766);
        byte[][] originals = [FakeTurnServer.Data(TurnLink.Peer, [1, 2, 3, 4, 5]), link.FakeServer.OnChannel(TurnLink.Peer, [1, 2, 3])];
        foreach (byte[] original in originals)
        {
            for (int length = 0; length < original.Length; length++) Assert.False(link.Client.Receive(link.Now, original.AsSpan(0, length), out _, out _));
            for (int i = 0; i < 10_000; i++)
            {
                byte[] bytes = mutator.Mutate(original);
                if (link.Client.Receive(link.Now, bytes, out TransportAddress peer, out Range data))
                {
                    Assert.Equal(Route.Relay, peer.Via);
                    Assert.InRange(bytes[data].Length, 0, bytes.Length);
                }
            }
        }

        Assert.Equal(TurnState.Allocated, link.Client.State);
    }

    [Fact]
    public void Datagrams_of_a_bound_peer_allocate_nothing()
    {
        TurnLink link = TurnLink.Allocated();
        link.Client.Permit(link.Now, TurnLink.Peer);
        link.Exchange();
        link.Client.Bind(link.Now, ThroughRelay);
        link.Exchange();
        byte[] incoming = link.FakeServer.OnChannel(TurnLink.Peer, new byte[100]);
        byte[] indication = FakeTurnServer.Data(TurnLink.Peer, new byte[100]);
        var payload = new byte[1200];
        var buffer = new byte[1200 + TurnClient.MaxOverhead];
        TimeSpan now = link.Now;

        Allocations.AssertNone(1000, () =>
        {
            Assert.True(link.Client.Receive(now, incoming, out _, out _));
            Assert.True(link.Client.Receive(now, indication, out _, out _));
            Assert.True(link.Client.Wrap(now, ThroughRelay, payload, buffer) > 0);
            link.Client.Advance(now);
        });
    }
}
