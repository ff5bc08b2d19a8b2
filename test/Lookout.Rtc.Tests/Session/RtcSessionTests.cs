using Lookout.Rtc.Dtls;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;
using Lookout.Rtc.Tests.Ice;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Session;

public sealed class RtcSessionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly byte[] ClientHello = [22, 254, 253, 0, 0, 0, 0];

    [Fact]
    public void Dtls_from_an_address_that_passed_no_check_is_not_looked_at()
    {
        using var harness = new SessionHarness();
        harness.Session.Receive(harness.Now, harness.Peer.Address, [.. ClientHello]);
        Assert.Empty(harness.Dtls.Received);

        harness.ConnectIce();
        harness.Session.Receive(harness.Now, harness.Peer.Address with { Port = 6666 }, [.. ClientHello]);
        Assert.Empty(harness.Dtls.Received);
        harness.Session.Receive(harness.Now, harness.Peer.Address, [.. ClientHello]);

        Assert.Equal(ClientHello, Assert.Single(harness.Dtls.Received));
        Assert.Equal(2, harness.Session.Counters.Unvalidated);
    }

    [Fact]
    public void Dtls_waits_until_ice_knows_where_to()
    {
        using var harness = new SessionHarness();
        harness.Dtls.Outgoing.Enqueue([22, 1]);
        Assert.Empty(harness.Drain());

        harness.ConnectIce();

        Assert.Equal([22, 1], Assert.Single(harness.Drain()));
    }

    [Fact]
    public void Media_and_keys_stay_when_ice_restarts()
    {
        using var harness = new SessionHarness();
        harness.Connect();
        harness.Start();
        Assert.Equal(1u, harness.Open(harness.Send(1)).Header.Timestamp);

        IceCredentials local = IceCredentials.Create(SeededRandom.Create(11));
        IceCredentials remote = IceCredentials.Create(SeededRandom.Create(12));
        Assert.True(harness.Session.Restart(harness.Now, local, remote));

        Assert.True(harness.Session.TryGetRemote(out TransportAddress before));
        Assert.Equal(harness.Peer.Address, before);
        Assert.Equal(2u, harness.Open(harness.Send(2)).Header.Timestamp);

        var moved = new ControllingPeer(remote, local, harness.Peer.Address with { Port = 6000 }, default, 13);
        harness.Session.Receive(harness.Now, moved.Address, moved.MakeCheck(nominate: true));
        var buffer = new byte[RtcSession.MaxDatagram];
        while (harness.Session.TryTakeDatagram(buffer, out int length, out TransportAddress to))
            if (to == moved.Address) moved.Receive(harness.Now, buffer[..length]);
        while (moved.Outgoing.TryDequeue(out byte[]? answer)) harness.Session.Receive(harness.Now, moved.Address, answer);

        Assert.True(harness.Session.TryGetRemote(out TransportAddress after));
        Assert.Equal(moved.Address, after);
        Assert.Equal(3u, harness.Open(harness.Send(3)).Header.Timestamp);
        Assert.Equal(SessionState.Connected, harness.Session.State);
        Assert.Empty(harness.Dtls.Received);
    }

    [Fact]
    public void Ended_session_does_not_restart()
    {
        using var harness = new SessionHarness();
        harness.Connect();
        harness.Session.Close();

        Assert.False(harness.Session.Restart(harness.Now, IceCredentials.Create(SeededRandom.Create(11)), IceCredentials.Create(SeededRandom.Create(12))));
    }

    [Fact]
    public void No_media_leaves_before_the_keys_are_there()
    {
        using var harness = new SessionHarness();
        harness.ConnectIce();
        harness.Start();

        Assert.Empty(harness.Send(1));
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1Tag80)]
    public void Viewer_opens_what_is_sent_with_the_servers_key(SrtpProfile profile)
    {
        using var harness = new SessionHarness();
        harness.Connect(profile);
        Assert.Equal(SessionState.Connected, harness.Session.State);
        harness.Start();

        (RtpHeader header, byte[] payload) = harness.Open(harness.Send(90_000, payloadLength: 1164));

        Assert.Equal((SessionHarness.Ssrc, 102, 90_000u, true), (header.Ssrc, header.PayloadType, header.Timestamp, header.Marker));
        Assert.Equal(65530, header.SequenceNumber.Value);
        Assert.Equal(1164, payload.Length);
        Assert.All(payload, b => Assert.Equal(500 & 0xFF, b));
    }

    [Fact]
    public void Every_packet_asks_to_be_shown_at_once()
    {
        using var harness = new SessionHarness();
        harness.Connect();
        harness.Start();
        byte[] packet = harness.Send(1);

        Assert.True(RtpHeader.TryParseAuthenticated(packet, out RtpHeader header));
        var elements = new HeaderExtensions(packet.AsSpan(header.ExtensionOffset, header.ExtensionLength)).GetEnumerator();
        Assert.True(elements.MoveNext());
        Assert.Equal(SessionHarness.PlayoutDelayId, elements.Current.Id);
        Assert.True(PlayoutDelay.TryParse(elements.Current.Data, out PlayoutDelay delay));
        Assert.Equal(new PlayoutDelay(0, 0), delay);
    }

    [Fact]
    public void Sequence_numbers_run_on_over_what_the_viewer_did_not_get()
    {
        using var harness = new SessionHarness();
        harness.Connect();
        harness.Start();
        for (int i = 0; i < 10; i++) Assert.Equal((ushort)(65530 + i), harness.Open(harness.Send((uint)i)).Header.SequenceNumber.Value);

        for (int i = 0; i < 20; i++) harness.Add(100);
        harness.Start();

        Assert.Equal(4, harness.Open(harness.Send(200)).Header.SequenceNumber.Value);
    }

    [Fact]
    public void Replayed_pictures_end_just_before_the_live_one_and_never_go_back()
    {
        using var harness = new SessionHarness();
        harness.Connect();
        SequenceNumber key = harness.History.Next;
        uint start = uint.MaxValue - 100_000;
        for (uint frame = 0; frame < 60; frame++) harness.Add(start + frame * 3000);
        uint live = start + 59 * 3000;
        harness.Session.StartReplay(harness.History, key, start, live);

        var timestamps = new List<uint>();
        for (int i = 0; i < 60; i++) timestamps.Add(harness.Open(harness.WriteStored(key.Plus(i))).Header.Timestamp);
        timestamps.Add(harness.Open(harness.Send(live + 3000)).Header.Timestamp);

        Assert.Equal(live, timestamps[59]);
        Assert.Equal(live + 3000, timestamps[60]);
        int[] steps = [.. timestamps.Zip(timestamps.Skip(1), (a, b) => (int)(b - a))];
        Assert.All(steps[..59], step => Assert.InRange(step, 90, 97));
    }

    [Fact]
    public void Pictures_replayed_to_a_viewer_who_has_seen_later_ones_still_never_go_back()
    {
        using var harness = new SessionHarness();
        harness.Connect();
        SequenceNumber key = harness.History.Next;
        harness.Session.Start(harness.History, key);
        for (uint frame = 0; frame < 100; frame++) harness.Open(harness.Send(frame * 3000));
        harness.Add(100 * 3000);
        harness.Session.StartReplay(harness.History, key, 0, 100 * 3000);

        var timestamps = new List<uint> { 99 * 3000 };
        var numbers = new List<int>();
        for (int i = 0; i <= 100; i++)
        {
            RtpHeader header = harness.Open(harness.WriteStored(key.Plus(i))).Header;
            timestamps.Add(header.Timestamp);
            numbers.Add(header.SequenceNumber.Value);
        }

        Assert.All(timestamps.Zip(timestamps.Skip(1), (a, b) => (int)(b - a)), step => Assert.InRange(step, 1, 3000));
        Assert.Equal(100u * 3000, timestamps[^1]);
        Assert.Equal(Enumerable.Range(0, 101).Select(i => (int)new SequenceNumber(65530).Plus(100 + i).Value), numbers);
    }

    [Fact]
    public void Session_without_ice_ends_after_fifteen_seconds()
    {
        using var harness = new SessionHarness();
        Run(harness, TimeSpan.FromSeconds(14));
        Assert.Equal(SessionState.Connecting, harness.Session.State);

        Run(harness, 2 * Second);

        Assert.Equal((SessionState.Ended, SessionEndReason.IceTimeout), (harness.Session.State, harness.Session.EndReason));
        Assert.Equal(TimeSpan.MaxValue, harness.Session.NextTimeout);
    }

    [Fact]
    public void Session_without_keys_ends_after_fifteen_seconds()
    {
        using var harness = new SessionHarness();
        harness.ConnectIce();

        Run(harness, 16 * Second);

        Assert.Equal(SessionEndReason.DtlsTimeout, harness.Session.EndReason);
    }

    [Fact]
    public void Silent_viewer_ends_by_consent()
    {
        using var harness = new SessionHarness();
        harness.Connect();

        Run(harness, 31 * Second);

        Assert.Equal(SessionEndReason.ConsentExpired, harness.Session.EndReason);
        Assert.Empty(harness.Drain());
    }

    [Theory]
    [InlineData(DtlsState.Failed, SessionEndReason.DtlsFailed)]
    [InlineData(DtlsState.Closed, SessionEndReason.ClosedByPeer)]
    public void End_of_dtls_is_the_end_of_the_session(DtlsState state, SessionEndReason reason)
    {
        using var harness = new SessionHarness();
        harness.Connect();
        harness.Dtls.State = state;

        harness.Session.Advance(harness.Now, default);

        Assert.Equal(reason, harness.Session.EndReason);
    }

    [Fact]
    public void Keys_of_the_wrong_length_fail_the_handshake()
    {
        using var harness = new SessionHarness();
        harness.ConnectIce();
        harness.Dtls.Material = new byte[55];
        harness.Dtls.State = DtlsState.Connected;

        harness.Session.Advance(harness.Now, default);

        Assert.Equal(SessionEndReason.DtlsFailed, harness.Session.EndReason);
    }

    [Fact]
    public void Noise_from_a_validated_address_never_throws()
    {
        using var harness = new SessionHarness();
        harness.Connect();
        var mutator = new Mutator(7);
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            if (bytes.Length > 0 && i % 2 == 0) bytes[0] = 0x80;
            harness.Session.Receive(harness.Now, harness.Peer.Address, i % 3 == 0 ? mutator.Mutate(harness.Protect(new byte[8])) : bytes);
        }

        Assert.Equal(SessionState.Connected, harness.Session.State);
        Assert.True(harness.Session.Counters.Rejected > 5000);
    }

    [Fact]
    public void Disposing_disposes_the_dtls_endpoint()
    {
        var harness = new SessionHarness();
        harness.Dispose();

        Assert.True(harness.Dtls.IsDisposed);
    }

    [Fact]
    public void Sending_a_packet_allocates_nothing()
    {
        using var harness = new SessionHarness();
        harness.Connect();
        var buffer = new byte[1100 + RtcSession.MaxMediaOverhead];
        var payload = new byte[1100];
        harness.Start();
        SendOne();

        Allocations.AssertNone(1000, SendOne);

        void SendOne()
        {
            SequenceNumber sequence = harness.History.Add(payload, false, 1);
            harness.History.TryGet(sequence, out StoredPacket packet);
            if (harness.Session.Write(harness.Now, buffer, sequence, packet) < 1100) throw new InvalidOperationException("not a full packet");
        }
    }

    private static void Run(SessionHarness harness, TimeSpan duration)
    {
        TimeSpan end = harness.Now + duration;
        while (harness.Session.NextTimeout <= end)
        {
            harness.Now = harness.Session.NextTimeout;
            harness.Session.Advance(harness.Now, default);
            harness.Drain();
        }

        harness.Now = end;
    }
}
