namespace Lookout.CameraService.Tests.WebRtc.Routes;

/// <summary>Whoever can reach the port can connect to it; the port must not care.</summary>
public sealed class HostileTcpTests
{
    private const int Attempts = 60;

    [Fact]
    public void Random_bytes_get_no_answer_and_hurt_no_viewer()
    {
        using var fixture = new ServerFixture();
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);
        var random = new Random(6544);
        var buffer = new byte[2048];
        for (int i = 0; i < Attempts; i++)
        {
            using var stranger = new TcpViewerSocket(fixture.Port);
            var junk = new byte[random.Next(1, 3000)];
            random.NextBytes(junk);
            // Every other one is a well-formed frame at least.
            if (i % 2 == 0) stranger.Send(junk.AsSpan(0, Math.Min(junk.Length, 1400)));
            else stranger.SendRaw(junk);
            Assert.Equal(0, stranger.Receive(buffer));
        }

        fixture.Publish(fixture.Front, key: true);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 1);
        Assert.Equal(0, fixture.Server.Counters.Faults);
    }

    [Fact]
    public void Viewers_own_broken_datagrams_end_nothing_but_themselves()
    {
        using var fixture = new ServerFixture();
        var socket = new TcpViewerSocket(fixture.Port);
        using var viewer = new LoopbackViewer(socket);
        Assert.Equal(201, viewer.Open(fixture.Server, ServerFixture.Encoded).Status);
        viewer.Connect();
        var random = new Random(4571);
        for (int i = 0; i < 500; i++)
        {
            var junk = new byte[random.Next(0, 1400)];
            random.NextBytes(junk);
            viewer.Send(junk);
        }

        fixture.Publish(fixture.Front, key: true);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 1);
        Assert.False(socket.IsClosed);
        Assert.Equal(0, fixture.Server.Counters.Faults);
    }
}
