using Lookout.CameraService.WebRtc.Routes;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.WebRtc.Routes;

public sealed class RelayPeersTests
{
    private static readonly TransportAddress Peer = TransportAddress.FromIPv4(0xC6336407, 0);

    [Fact]
    public void Address_of_two_viewers_stays_until_both_have_left()
    {
        var peers = new RelayPeers();
        Assert.True(peers.Add(Peer));
        Assert.False(peers.Add(Peer));
        Assert.False(peers.Remove(Peer));
        Assert.Equal([Peer], peers.All);
        Assert.True(peers.Remove(Peer));
        Assert.Empty(peers.All);
    }

    [Fact]
    public void Viewer_names_each_address_once_and_sixteen_at_most()
    {
        List<TransportAddress> named = [];
        Assert.True(RelayPeers.TryName(named, Peer with { Port = 5000 }));
        Assert.False(RelayPeers.TryName(named, Peer with { Port = 6000, Via = Route.Relay }));
        for (uint i = 1; i < RelayPeers.MaxPerViewer; i++) Assert.True(RelayPeers.TryName(named, TransportAddress.FromIPv4(i, 1)));
        Assert.False(RelayPeers.TryName(named, TransportAddress.FromIPv4(99, 1)));
        Assert.All(named, peer => Assert.Equal(0, peer.Port));
    }
}
