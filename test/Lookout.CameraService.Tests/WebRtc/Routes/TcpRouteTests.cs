using System.Net;
using Lookout.CameraService.WebRtc.Routes;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.WebRtc.Routes;

/// <summary>The listener with nobody behind it but the test, which is the loop.</summary>
public sealed class TcpRouteTests : IDisposable
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    private readonly RouteInbox _inbox = new(() => { });
    private readonly TcpRoute _route;

    public TcpRouteTests()
    {
        _route = TcpRoute.TryListen(new IPEndPoint(IPAddress.Loopback, 0), _inbox, out string? problem)!;
        Assert.Null(problem);
    }

    public void Dispose() => _route.Dispose();

    [Fact]
    public void Datagrams_go_both_ways_however_the_stream_is_cut()
    {
        using TcpViewerSocket peer = Connect();
        byte[] stream = [0, 3, 1, 2, 3, 0, 0, 0, 2, 4, 5];
        peer.SendRaw(stream.AsSpan(0, 4));
        peer.SendRaw(stream.AsSpan(4, 2));
        RoutedDatagram first = Take(stream: () => peer.SendRaw(stream.AsSpan(6)));
        _route.Judge(first.Connection, accepted: true);
        RoutedDatagram second = Take();

        Assert.Equal([1, 2, 3], first.Bytes.ToArray());
        Assert.Equal([4, 5], second.Bytes.ToArray());
        Assert.True(_route.TrySend([7, 8, 9], first.Connection.Remote));
        var buffer = new byte[64];
        int length = 0;
        ServerFixture.WaitUntil(() => (length = peer.Receive(buffer)) > 0);
        Assert.Equal([7, 8, 9], buffer[..length]);
        first.Return();
        second.Return();
    }

    [Fact]
    public void Second_datagram_waits_for_the_word_on_the_first()
    {
        using TcpViewerSocket peer = Connect();
        peer.SendRaw([0, 1, 1, 0, 1, 2]);
        RoutedDatagram first = Take();

        Assert.False(_inbox.TryTake(out _));
        _route.Judge(first.Connection, accepted: true);
        Assert.Equal([2], Take().Bytes.ToArray());
    }

    [Fact]
    public void Stranger_is_cut_off_without_a_word()
    {
        using TcpViewerSocket peer = Connect();
        peer.SendRaw([0, 1, 1, 0, 1, 2]);
        _route.Judge(Take().Connection, accepted: false);

        AssertClosed(peer);
        Assert.Equal(1, _route.Refused);
        ServerFixture.WaitUntil(() => _route.Count == 0);
    }

    [Theory]
    [InlineData(new byte[] { 0x47, 0x45, 0x54, 0x20 })] // "GET ": a length of 18 245
    [InlineData(new byte[] { 0xFF, 0xFF, 0, 0 })]
    public void Broken_frame_ends_the_connection(byte[] bytes)
    {
        using TcpViewerSocket peer = Connect();
        peer.SendRaw(bytes);

        AssertClosed(peer);
        Assert.False(_inbox.TryTake(out _));
    }

    [Fact]
    public void Who_says_nothing_for_five_seconds_is_cut_off()
    {
        using TcpViewerSocket silent = Connect();
        using TcpViewerSocket viewer = Connect();
        viewer.SendRaw([0, 1, 1]);
        _route.Judge(Take().Connection, accepted: true);

        _route.Sweep(Start);
        _route.Sweep(Start + TcpRoute.Probation - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, _route.Count);
        _route.Sweep(Start + TcpRoute.Probation);

        AssertClosed(silent);
        Assert.Equal(1, _route.Count);
        Assert.False(viewer.IsClosed);
    }

    [Fact]
    public void Who_reads_nothing_loses_datagrams_and_after_ten_seconds_the_connection()
    {
        using TcpViewerSocket peer = Connect();
        peer.SendRaw([0, 1, 1]);
        StreamConnection connection = Take().Connection;
        _route.Judge(connection, accepted: true);
        var datagram = new byte[1200];
        // The kernel's buffers take megabytes first; what they do not take fills the ring.
        ServerFixture.WaitUntil(() => !_route.TrySend(datagram, connection.Remote) && !Moves(connection));

        _route.Sweep(Start);
        _route.Sweep(Start + TcpRoute.StuckTime - TimeSpan.FromMilliseconds(1));
        Assert.False(connection.IsClosed);
        _route.Sweep(Start + TcpRoute.StuckTime);

        Assert.True(connection.IsClosed);
        Assert.False(_route.TrySend(datagram, connection.Remote));
    }

    [Fact]
    public void Queued_datagrams_still_leave_when_the_viewer_has_left()
    {
        using TcpViewerSocket peer = Connect();
        peer.SendRaw([0, 1, 1]);
        StreamConnection connection = Take().Connection;
        _route.Judge(connection, accepted: true);
        for (int i = 0; i < 50; i++) Assert.True(_route.TrySend(new byte[1000], connection.Remote));
        _route.Finish(connection.Remote);

        int received = 0;
        var buffer = new byte[2048];
        ServerFixture.WaitUntil(() =>
        {
            if (peer.Receive(buffer) > 0) received++;
            return peer.IsClosed;
        });
        while (peer.Receive(buffer) > 0) received++;
        Assert.Equal(50, received);
    }

    [Fact]
    public void Viewers_lost_connection_is_told_and_a_strangers_is_not()
    {
        using (TcpViewerSocket stranger = Connect())
        {
            stranger.SendRaw([0, 1, 1]);
            _route.Judge(Take().Connection, accepted: false);
            AssertClosed(stranger);
            ServerFixture.WaitUntil(() => _route.Count == 0);
        }

        TcpViewerSocket viewer = Connect();
        viewer.SendRaw([0, 1, 1]);
        StreamConnection connection = Take().Connection;
        _route.Judge(connection, accepted: true);
        Assert.False(_route.TryTakeLost(out _));
        viewer.Dispose();

        TransportAddress lost = default;
        ServerFixture.WaitUntil(() => _route.TryTakeLost(out lost));
        Assert.Equal(connection.Remote, lost);
        Assert.False(_route.TryTakeLost(out _));
    }

    [Fact]
    public void One_address_gets_eight_connections_and_no_more()
    {
        List<TcpViewerSocket> peers = [];
        for (int i = 0; i < TcpRoute.MaxPerAddress; i++) peers.Add(Connect());
        using var ninth = new TcpViewerSocket(_route.Port);

        AssertClosed(ninth);
        Assert.Equal(TcpRoute.MaxPerAddress, _route.Count);
        peers[0].Dispose();
        ServerFixture.WaitUntil(() => _route.Count == TcpRoute.MaxPerAddress - 1);
        Connect().Dispose();
        foreach (TcpViewerSocket peer in peers) peer.Dispose();
    }

    [Fact]
    public void Sending_allocates_nothing_on_the_loops_thread()
    {
        using TcpViewerSocket peer = Connect();
        peer.SendRaw([0, 1, 1]);
        StreamConnection connection = Take().Connection;
        _route.Judge(connection, accepted: true);
        using var stopping = new CancellationTokenSource();
        var reader = new Thread(() =>
        {
            var buffer = new byte[2048];
            while (!stopping.IsCancellationRequested) peer.Receive(buffer);
        });
        reader.Start();
        var datagram = new byte[1200];
        TransportAddress to = connection.Remote;

        Allocations.AssertNone(2000, () => _route.TrySend(datagram, to));
        ServerFixture.WaitUntil(() => connection.SentBytes > 0);
        stopping.Cancel();
        reader.Join();
    }

    [Fact]
    public void Port_that_is_taken_is_a_state()
    {
        Assert.Null(TcpRoute.TryListen(new IPEndPoint(IPAddress.Loopback, _route.Port), _inbox, out string? problem));
        Assert.Contains("used by another program", problem, StringComparison.Ordinal);
    }

    private TcpViewerSocket Connect()
    {
        int before = _route.Count;
        var peer = new TcpViewerSocket(_route.Port);
        ServerFixture.WaitUntil(() => _route.Count == before + 1);
        return peer;
    }

    private RoutedDatagram Take(Action? stream = null)
    {
        stream?.Invoke();
        RoutedDatagram datagram = default;
        ServerFixture.WaitUntil(() => _inbox.TryTake(out datagram));
        return datagram;
    }

    private static bool Moves(StreamConnection connection)
    {
        long before = connection.SentBytes;
        return SpinWait.SpinUntil(() => connection.SentBytes != before, TimeSpan.FromMilliseconds(200));
    }

    private static void AssertClosed(TcpViewerSocket peer)
    {
        var buffer = new byte[2048];
        ServerFixture.WaitUntil(() =>
        {
            Assert.Equal(0, peer.Receive(buffer));
            return peer.IsClosed;
        });
    }
}
