using System.Net;
using System.Net.Sockets;
using Lookout.Rtc.Rtp;
using Lookout.Rtc.Session;

namespace Lookout.CameraService.Tests.WebRtc.Hardening;

/// <summary>Who has not shown that he is a viewer hears nothing, and no viewer hears of him.</summary>
public sealed class SilenceTests
{
    private const int Datagrams = 10_000;
    private const int Burst = 100;

    /// <summary>A viewer answers a check that was sent twice both times.</summary>
    private const int OwnDrops = 5;

    [Fact]
    public void Ten_thousand_forged_datagrams_get_no_byte_back_and_cost_a_viewer_nothing()
    {
        var log = new CountingLogger();
        using var fixture = new ServerFixture(logger: log);
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        long logged = log.Bytes;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var server = new IPEndPoint(IPAddress.Loopback, fixture.Port);
        var forgeries = new Forgeries(seed: 57, viewer.Remote.Ufrag, viewer.Own.Ufrag);

        for (int sent = 0; sent < Datagrams; sent += Burst)
        {
            for (int i = 0; i < Burst; i++) socket.SendTo(forgeries.Next(), server);
            fixture.Publish(fixture.Front, key: false);
            int frames = sent / Burst + 2;
            viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == frames);
        }

        ServerFixture.WaitUntil(() => fixture.Server.Counters.DatagramsDropped >= Datagrams);
        Assert.Equal(0, socket.Available);
        Assert.InRange(fixture.Server.Counters.DatagramsDropped, Datagrams, Datagrams + OwnDrops);
        Assert.Equal((0L, 0L), (fixture.Server.Counters.Faults, log.Bytes - logged));
        AssertConsecutive(viewer);
    }

    [Fact]
    public void Ten_thousand_forged_datagrams_by_tcp_get_no_byte_back_either()
    {
        const int EachConnection = 25;
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        var forgeries = new Forgeries(seed: 58, viewer.Remote.Ufrag, viewer.Own.Ufrag);
        var buffer = new byte[2048];
        for (int sent = 0; sent < Datagrams; sent += EachConnection)
        {
            using var stranger = new TcpViewerSocket(fixture.Port);
            for (int i = 0; i < EachConnection; i++) stranger.Send(forgeries.Next());
            ServerFixture.WaitUntil(() => stranger.Receive(buffer) == 0 && stranger.IsClosed);
        }

        fixture.Publish(fixture.Front, key: false);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 2);
        Assert.Equal(0, fixture.Server.Counters.Faults);
        AssertConsecutive(viewer);
    }

    [Fact]
    public void Media_from_another_source_moves_nothing()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true);
        viewer.ReceiveUntil(() => viewer.Packets.Count > 0);
        byte[] request = viewer.KeyFrameRequest();
        using var thief = new LoopbackViewer(fixture.Port);

        // Authentic, and from where nobody has checked: neither heard nor followed.
        for (int i = 0; i < 100; i++) thief.Send(request);
        for (int i = 0; i < 100; i++)
        {
            fixture.Publish(fixture.Front, key: false);
            int frames = i + 2;
            viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == frames);
        }

        ServerFixture.WaitUntil(() => fixture.Server.Counters.DatagramsDropped >= 100);
        thief.ReceiveAvailable();
        Assert.Equal((0, 0L), (thief.DatagramsSeen, fixture.Server.Counters.KeyFrameRequestsReceived));

        // Heard once from where it belongs, and its copies not again.
        for (int i = 0; i < 100; i++) viewer.Send(request);
        ServerFixture.WaitUntil(() => fixture.Server.Counters.DatagramsDropped >= 199);
        Assert.Equal(1, fixture.Server.Counters.KeyFrameRequestsReceived);
    }

    [Fact]
    public void Copy_of_a_viewers_check_gets_no_media_to_where_it_comes_from()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        byte[] check = viewer.Check();
        viewer.Send(check);
        using var thief = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        thief.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        for (int i = 0; i < 20; i++)
        {
            thief.SendTo(check, new IPEndPoint(IPAddress.Loopback, fixture.Port));
            fixture.Publish(fixture.Front, key: i == 0);
            int frames = i + 1;
            viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == frames);
        }

        // STUN does not tell a copy from the viewer's own check behind a new NAT mapping (RFC 8445 §7.3.1.3), and answers
        // both; it has asked for a proof that only the viewer can give, and nothing else has left for there.
        var buffer = new byte[2048];
        while (thief.Available > 0) Assert.Equal(DatagramKind.Stun, DatagramDemultiplexer.KindOf(buffer.AsSpan(0, thief.Receive(buffer))));
        AssertConsecutive(viewer);
    }

    private static void AssertConsecutive(LoopbackViewer viewer)
    {
        SequenceNumber[] numbers = [.. viewer.Packets.Select(p => p.Header.SequenceNumber)];
        Assert.All(numbers.Zip(numbers.Skip(1), (a, b) => b.StepsAfter(a)), step => Assert.Equal(1, step));
    }
}
