using System.Net;

namespace Lookout.CameraService.Tests.WebRtc.Hardening;

/// <summary>Sockets of one IP version and of both, and viewers of either: the same session.</summary>
public sealed class AddressFamilyTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("[::1]", "::1")]
    [InlineData("[::]", "::1")]
    [InlineData("[::]", "127.0.0.1")] // arrives IPv4-mapped
    public void Viewer_connects_watches_and_is_heard(string listen, string reached)
    {
        using var fixture = new ServerFixture(address: listen);
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(fixture.Port, IPAddress.Parse(reached)));
        fixture.Publish(fixture.Front, key: true, size: 5000);
        for (int i = 0; i < 9; i++) fixture.Publish(fixture.Front, key: false);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 10);

        viewer.AskForKeyFrame();

        ServerFixture.WaitUntil(() => fixture.Server.Counters.KeyFrameRequestsReceived == 1);
        Assert.Equal((0L, 0L), (fixture.Server.Counters.SendDrops, fixture.Server.Counters.Faults));
    }

    [Fact]
    public void Viewers_of_both_versions_watch_side_by_side()
    {
        using var fixture = new ServerFixture(address: "[::]");
        using LoopbackViewer four = fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(fixture.Port, IPAddress.Loopback));
        using LoopbackViewer six = fixture.Watch(ServerFixture.Encoded, new LoopbackViewer(fixture.Port, IPAddress.IPv6Loopback));
        fixture.Publish(fixture.Front, key: true, size: 5000);
        for (int i = 0; i < 9; i++) fixture.Publish(fixture.Front, key: false);

        four.ReceiveUntil(() => four.Packets.Count(p => p.Header.Marker) == 10);
        six.ReceiveUntil(() => six.Packets.Count(p => p.Header.Marker) == 10);
        Assert.Equal(four.Packets.Select(p => p.Payload), six.Packets.Select(p => p.Payload));
    }
}
