using System.Buffers.Binary;

namespace Lookout.Link.Tests;

public class LinkHandshakeTests
{
    private const string Nonce = "0123456789abcdef";

    [Fact]
    public void Wrong_nonce_is_refused()
    {
        using var at = new TempSocket();
        using LinkServer server = LinkTests.StartServer(at);
        using var peer = new RawPeer(at);
        peer.Send(RawPeer.HelloFrame("0123456789abcdeX"));
        peer.AssertClosed();
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public void Wrong_version_is_refused()
    {
        using var at = new TempSocket();
        using LinkServer server = LinkTests.StartServer(at);
        using var peer = new RawPeer(at);
        peer.Send(RawPeer.HelloFrame(Nonce, LinkProtocol.Version + 1));
        peer.AssertClosed();
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public void Client_never_accepts_a_server_that_does_not_know_the_nonce()
    {
        using var at = new TempSocket();
        var events = new RecordingEvents();
        using (LinkServer impostor = LinkTests.StartServer(at, hello: new Hello(LinkProtocol.Version, "something else", "impostor", 1, [])))
        using (LinkClient early = LinkTests.StartClient(at, events))
        {
            using var peer = new RawPeer(at); // the impostor refuses as well, so one refused peer means it has been running
            peer.Send(RawPeer.HelloFrame(Nonce));
            peer.AssertClosed();
        }

        using LinkServer server = LinkTests.StartServer(at);
        using LinkClient client = LinkTests.StartClient(at, events);
        Assert.Equal("first", events.Next<Hello>().Instance);
    }

    [Fact]
    public void Command_before_hello_is_refused()
    {
        using var at = new TempSocket();
        using LinkServer server = LinkTests.StartServer(at);
        using var peer = new RawPeer(at);
        peer.Send(RawPeer.WantFrame(0));
        peer.AssertClosed();
    }

    [Fact]
    public void Stranger_cannot_make_the_server_store_four_mebibytes()
    {
        using var at = new TempSocket();
        using LinkServer server = LinkTests.StartServer(at);
        using var peer = new RawPeer(at);
        var prefix = new byte[FrameWriter.PrefixLength];
        FrameWriter.WritePrefix(prefix, MessageType.Hello, LinkProtocol.MaxHello + 1);
        peer.Send(prefix);
        peer.AssertClosed();
    }

    [Fact]
    public void Silent_peer_is_sent_away_at_the_deadline()
    {
        using var at = new TempSocket();
        using LinkServer server = LinkTests.StartServer(at);
        using var peer = new RawPeer(at);
        peer.Send([0]); // one byte of a prefix: not silence, but no Hello either
        peer.AssertClosed();
    }

    [Theory]
    [InlineData(255, 0)] // unknown type
    [InlineData((byte)MessageType.Hello, 0)] // a second Hello
    [InlineData((byte)MessageType.AccessUnit, 0)] // the wrong direction
    [InlineData((byte)MessageType.Want, LinkProtocol.MaxBody + 1)] // oversize
    public void Admitted_peer_that_breaks_the_protocol_is_closed(byte type, int length)
    {
        using var at = new TempSocket();
        using LinkServer server = LinkTests.StartServer(at);
        using RawPeer peer = RawPeer.Admitted(at, Nonce);
        var prefix = new byte[FrameWriter.PrefixLength];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, length);
        prefix[FrameWriter.TypeOffset] = type;
        peer.Send(prefix);
        peer.AssertClosed();
    }

    [Fact]
    public void Fifth_connection_is_refused_and_a_freed_place_is_given_again()
    {
        using var at = new TempSocket();
        using LinkServer server = LinkTests.StartServer(at);
        var peers = new List<RawPeer>();
        for (int i = 0; i < LinkProtocol.MaxConnections; i++) peers.Add(RawPeer.Admitted(at, Nonce));
        using (var fifth = new RawPeer(at)) fifth.AssertClosed();

        peers[0].Dispose();
        while (server.Connections == LinkProtocol.MaxConnections) Thread.Yield();
        peers[0] = RawPeer.Admitted(at, Nonce);
        peers.ForEach(p => p.Dispose());
    }
}
