namespace Lookout.CameraService.Tests.WebRtc.Routes;

/// <summary>The whole server with a viewer that only TCP brings here.</summary>
public sealed class TcpSessionTests
{
    [Fact]
    public void Answer_offers_the_same_port_by_tcp_below_all_udp()
    {
        using var fixture = new ServerFixture();
        using var viewer = new LoopbackViewer(fixture.Port);
        string[] candidates = [.. viewer.Open(fixture.Server, ServerFixture.Encoded).Sdp!.Split("\r\n").Where(l => l.StartsWith("a=candidate:", StringComparison.Ordinal))];

        Assert.Equal(2, candidates.Length);
        Assert.Matches($@"^a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 {fixture.Port} typ host$", candidates[0]);
        Assert.Matches($@"^a=candidate:\S+ 1 tcp \d+ 127\.0\.0\.1 {fixture.Port} typ host tcptype passive$", candidates[1]);
        Assert.True(Priority(candidates[0]) > Priority(candidates[1]));
    }

    [Fact]
    public void Viewer_gets_media_and_is_heard_over_tcp_alone()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = Watch(fixture, out _);
        ServerFixture.WaitUntil(() => fixture.Requests.KeyFrames == 1);
        fixture.Publish(fixture.Front, key: true, size: 30_000);
        for (int i = 0; i < 20; i++) fixture.Publish(fixture.Front, key: false);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 21);

        viewer.AskForKeyFrame();
        ServerFixture.WaitUntil(() => fixture.Server.Counters.KeyFrameRequestsReceived == 1);
        Assert.Equal(0, fixture.Server.Counters.SendDrops);
    }

    [Fact]
    public void Connection_ends_with_the_session_after_its_goodbye()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = Watch(fixture, out TcpViewerSocket socket);
        Assert.True(fixture.Server.Close(viewer.Answer!.Secret));

        viewer.ReceiveUntil(() => socket.IsClosed);
        Assert.True(viewer.SawCloseNotify);
        Assert.Equal(0, fixture.Server.Counters.Faults);
    }

    [Fact]
    public void Check_with_a_guessed_password_gets_no_answer_and_no_connection()
    {
        using var fixture = new ServerFixture();
        var socket = new TcpViewerSocket(fixture.Port);
        using var viewer = new LoopbackViewer(socket);
        viewer.Open(fixture.Server, ServerFixture.Encoded);
        viewer.Send(viewer.Check(password: "guessed-guessed-guessed-"));

        viewer.ReceiveUntil(() => socket.IsClosed);
        Assert.Equal(0, viewer.DatagramsSeen);
    }

    [Fact]
    public void Check_of_nobody_gets_no_answer_and_no_connection()
    {
        using var fixture = new ServerFixture();
        var socket = new TcpViewerSocket(fixture.Port);
        using var viewer = new LoopbackViewer(socket);
        viewer.Send(viewer.Check());

        viewer.ReceiveUntil(() => socket.IsClosed);
        Assert.Equal(0, viewer.DatagramsSeen);
    }

    [Fact]
    public void Viewer_over_udp_notices_nothing_of_one_who_does_not_read_over_tcp()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer deaf = Watch(fixture, out _);
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        fixture.Publish(fixture.Front, key: true, size: 100_000);
        for (int i = 0; i < 100; i++)
        {
            fixture.Publish(fixture.Front, key: false, size: 50_000);
            int frames = i + 2;
            viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == frames);
        }

        Assert.Equal(0, fixture.Server.Counters.Faults);
    }

    [Fact]
    public void Server_without_tcp_offers_none()
    {
        using var fixture = new ServerFixture(settings: s => s with { Tcp = false });
        using var viewer = new LoopbackViewer(fixture.Port);

        Assert.DoesNotContain(" tcp ", viewer.Open(fixture.Server, ServerFixture.Encoded).Sdp, StringComparison.Ordinal);
    }

    private static LoopbackViewer Watch(ServerFixture fixture, out TcpViewerSocket socket)
    {
        socket = new TcpViewerSocket(fixture.Port);
        var viewer = new LoopbackViewer(socket);
        Assert.Equal(201, viewer.Open(fixture.Server, ServerFixture.Encoded).Status);
        viewer.Connect();
        return viewer;
    }

    private static long Priority(string candidate) => long.Parse(candidate.Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture);
}
