using System.Net;
using Lookout.CameraService.WebRtc;
using Lookout.Native.Net;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class SourceAddressesTests
{
    private static readonly TransportAddress Peer = TransportAddress.FromIPv4(0xC0000201, 40_000);
    private static readonly UdpAddress Cable = UdpAddress.From(IPEndPoint.Parse("10.0.0.2:0"));
    private static readonly UdpAddress Wireless = UdpAddress.From(IPEndPoint.Parse("10.0.1.2:0"));
    private static readonly byte[] Media = [0x80, 96, 0, 1];

    private readonly SourceAddresses _sources = new();

    [Fact]
    public void Check_is_answered_from_where_it_arrived_and_media_stays()
    {
        byte[] check = Check(nominates: false);
        Receive(Cable, check);
        Receive(Wireless, check);

        Assert.Equal(Wireless, _sources.Of(Peer, check));
        Assert.Equal(Cable, _sources.Of(Peer, Media));
    }

    [Fact]
    public void Media_follows_the_nomination()
    {
        Receive(Cable, Check(nominates: true));
        Assert.Equal(Cable, _sources.Of(Peer, Media));

        Receive(Wireless, Check(nominates: true));
        Assert.Equal(Wireless, _sources.Of(Peer, Media));
    }

    [Fact]
    public void Only_a_check_says_where_media_goes_from()
    {
        Receive(Cable, Media);
        Assert.Equal(default, _sources.Of(Peer, Media));

        Receive(Wireless, Check(nominates: false));
        Receive(Cable, Media);
        Assert.Equal(Wireless, _sources.Of(Peer, Media));
    }

    [Fact]
    public void Unknown_and_forgotten_addresses_are_left_to_routing()
    {
        Assert.Equal(default, _sources.Of(Peer, Media));
        Receive(Cable, Check(nominates: false));
        Assert.Equal(Cable, _sources.Of(Peer, Media));

        _sources.Forget(Peer);

        Assert.Equal(default, _sources.Of(Peer, Media));
        Receive(default, Check(nominates: false));
        Assert.Equal(default, _sources.Of(Peer, Media));
    }

    [Fact]
    public void Stranger_s_datagram_changes_nothing_for_others()
    {
        Receive(Cable, Check(nominates: true));
        _sources.Arrived(TransportAddress.FromIPv4(0xC0000299, 1), Wireless);

        Assert.Equal(Cable, _sources.Of(Peer, Media));
        Assert.Equal(Cable, _sources.Of(Peer, Check(nominates: false)));
    }

    private void Receive(UdpAddress local, byte[] datagram)
    {
        _sources.Arrived(Peer, local);
        _sources.Learn(Peer, datagram);
    }

    private static byte[] Check(bool nominates)
    {
        var bytes = new byte[100];
        var writer = new StunWriter(bytes, StunClass.Request, StunTransactionId.Read(new byte[12]));
        if (nominates) writer.AddUseCandidate();
        writer.AddFingerprint();
        return bytes[..writer.Length];
    }
}
