using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.Link.Tests;

/// <summary>Both ends of a real socket.</summary>
public class LinkTests
{
    private const string Nonce = "0123456789abcdef";
    private static readonly Hello ServerHello = new(
        LinkProtocol.Version,
        Nonce,
        "first",
        42,
        [new LinkCamera("front", CameraKind.Camera, Passthrough: false), new LinkCamera("yard", CameraKind.Clip, Passthrough: true) { Renditions = [LinkRendition.Full, new(2, 200_000)] }]);

    private static readonly CameraState Online = new(1, CameraStatus.Online, "", 1280, 720, 29.97, 100, 123456789, 2, 3)
    {
        Renditions = [new(0, RenditionStatus.Running, "", VideoCodec.H265, 1280, 720, 2_000_000, 0), new(2, RenditionStatus.Refused, "too little CPU", VideoCodec.H264, 320, 180, 0, 200_000)],
    };

    [Fact]
    public void Access_unit_arrives_as_it_was_published()
    {
        using var at = new TempSocket();
        var commands = new RecordingCommands();
        var events = new RecordingEvents();
        using LinkServer server = StartServer(at, commands);
        using LinkClient client = StartClient(at, events);

        Assert.Equivalent(ServerHello.Cameras, events.Next<Hello>().Cameras, strict: true);
        client.SendWant(1, 2, true);
        Assert.Equal("want 1/2 on", commands.Next());
        var header = new AccessUnitHeader(1, 2, true, ulong.MaxValue, long.MaxValue);
        byte[] bytes = Bytes(300_000, seed: 1);
        server.Publish(header, bytes);

        (AccessUnitHeader Header, byte[] Bytes) received = events.NextAccessUnit();
        Assert.Equal(header, received.Header);
        Assert.Equal(bytes, received.Bytes);
    }

    [Fact]
    public void Analysis_and_state_arrive_as_they_were_published()
    {
        using var at = new TempSocket();
        var events = new RecordingEvents();
        using LinkServer server = StartServer(at);
        using LinkClient client = StartClient(at, events);
        events.Next<Hello>();

        var analysis = new Analysis(0, 7, 1_000_000, [new Face(0.1f, 0.2f, 0.3f, 0.4f, 0.9f, [0.15f, 0.25f])], 0.4, 7.1);
        server.Publish(analysis);
        Assert.Equivalent(analysis, events.Next<Analysis>(), strict: true);

        server.Publish(Online);
        Assert.Equivalent(Online, events.Next<CameraState>(), strict: true);
    }

    [Fact]
    public void Newest_state_of_each_camera_is_replayed_to_a_new_connection()
    {
        using var at = new TempSocket();
        using LinkServer server = StartServer(at);
        server.Publish(Online with { Frames = 1 });
        server.Publish(Online);
        server.Publish(new CameraState(0, CameraStatus.NoSignal, "no frame for 2 s", 0, 0, 0, 0, 0, 0, 0));

        var events = new RecordingEvents();
        using LinkClient client = StartClient(at, events);
        CameraState[] states = [events.Next<CameraState>(), events.Next<CameraState>()];
        Assert.Contains(states, s => s is { Camera: 1, Frames: 100, Renditions.Count: 2 });
        Assert.Contains(states, s => s is { Camera: 0, Status: CameraStatus.NoSignal, Reason: "no frame for 2 s" });
    }

    internal static LinkServer StartServer(TempSocket at, ILinkCommands? commands = null, Hello? hello = null)
    {
        var server = new LinkServer(at.Path, hello ?? ServerHello, commands ?? new RecordingCommands(), NullLogger.Instance);
        server.Start();
        return server;
    }

    internal static LinkClient StartClient(TempSocket at, ILinkEvents events, string nonce = Nonce)
    {
        var client = new LinkClient(at.Path, nonce, events, NullLogger.Instance);
        client.Start();
        return client;
    }

    internal static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
