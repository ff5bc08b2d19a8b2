namespace Lookout.Link.Tests;

/// <summary>One bad or slow connection concerns no other.</summary>
public class LinkFaultTests
{
    private const string Nonce = "0123456789abcdef";

    [Fact]
    public void Noise_on_the_socket_disturbs_no_other_connection()
    {
        using var at = new TempSocket();
        var commands = new RecordingCommands();
        var events = new RecordingEvents();
        using LinkServer server = LinkTests.StartServer(at, commands);
        using LinkClient client = LinkTests.StartClient(at, events);
        client.SendWant(0, 0, true);
        commands.Next();

        byte[] noise = LinkTests.Bytes(100_000, seed: 3);
        for (int i = 0; i < 20; i++)
        {
            server.Publish(new AccessUnitHeader(0, 0, i == 0, (ulong)i, i), noise.AsSpan(0, 5000));
            using var before = new RawPeer(at);
            SendNoise(before, noise);
            using RawPeer after = RawPeer.Admitted(at, Nonce);
            SendNoise(after, noise);
            before.AssertClosed();
            after.AssertClosed();
        }

        for (int i = 0; i < 20; i++) Assert.Equal((ulong)i, events.NextAccessUnit().Header.Sequence);
        Assert.Equal(0, server.Dropped(0));
    }

    [Fact]
    public void Slow_reader_loses_up_to_a_key_frame_and_delays_nobody()
    {
        using var at = new TempSocket();
        var commands = new RecordingCommands();
        var events = new RecordingEvents();
        using LinkServer server = LinkTests.StartServer(at, commands);
        using LinkClient client = LinkTests.StartClient(at, events);
        client.SendWant(0, 0, true);
        Assert.Equal("want 0/0 on", commands.Next());
        using RawPeer slow = RawPeer.Admitted(at, Nonce);
        slow.Send(RawPeer.WantFrame(0));
        Assert.Equal("key 0/0", commands.Next());

        // Far more than its queue and the socket's buffers hold.
        byte[] bytes = LinkTests.Bytes(100_000, seed: 4);
        const int Units = 400;
        for (int i = 0; i < Units; i++)
        {
            server.Publish(new AccessUnitHeader(0, 0, i == 0, (ulong)i, i), bytes);
            Assert.Equal((ulong)i, events.NextAccessUnit().Header.Sequence);
        }

        Assert.True(server.Dropped(0) > 0);

        // It wakes up: what it gets is gapless, and the server asks for the key frame it needs to go on.
        ulong expected = 0;
        while (expected < Units - (ulong)server.Dropped(0)) Assert.Equal(expected++, ReadUnit(slow).Sequence);
        Assert.Equal("key 0/0", commands.Next());
        server.Publish(new AccessUnitHeader(0, 0, false, 1000, 0), bytes);
        server.Publish(new AccessUnitHeader(0, 0, true, 1001, 0), bytes);
        Assert.Equal(new AccessUnitHeader(0, 0, true, 1001, 0), ReadUnit(slow));
    }

    [Fact]
    public void Client_survives_a_server_that_talks_nonsense()
    {
        using var at = new TempSocket();
        var events = new RecordingEvents();
        var commands = new RecordingCommands();
        using LinkServer server = LinkTests.StartServer(at, commands);
        using LinkClient client = LinkTests.StartClient(at, events);
        events.Next<Hello>();
        client.SendWant(0, 0, true);
        Assert.Equal("want 0/0 on", commands.Next());
        server.Publish(new AccessUnitHeader(0, 0, true, 1, -5), [1]); // a negative time is malformed on the wire
        Assert.Equal("malformed message of type 16", events.Next<string>());
        Assert.Equal("want 0/0 off", commands.Next());
        events.Next<Hello>();
        Assert.Equal("want 0/0 on", commands.Next());
    }

    private static void SendNoise(RawPeer peer, byte[] noise)
    {
        try
        {
            peer.Send(noise);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Closed while we were still talking, as it should be.
        }
    }

    private static AccessUnitHeader ReadUnit(RawPeer peer)
    {
        ReadResult result = peer.Reader.Read(LinkProtocol.MaxBody, RecordingEvents.Patience, out MessageType type, out ReadOnlySpan<byte> body);
        Assert.Equal((ReadResult.Message, MessageType.AccessUnit), (result, type));
        Assert.True(AccessUnitHeader.TryParse(body, 2, out AccessUnitHeader header, out _));
        return header;
    }
}
