namespace Lookout.Link.Tests;

public class LinkClientTests
{
    [Fact]
    public void Client_may_start_first_and_reconnects_with_its_wants()
    {
        using var at = new TempSocket();
        var events = new RecordingEvents();
        using LinkClient client = LinkTests.StartClient(at, events);
        client.SendWant(0, 0, true);
        client.SendWant(1, 0, true);
        client.SendWant(1, 0, false);

        foreach (string instance in new[] { "one", "two" })
        {
            var commands = new RecordingCommands();
            var hello = new Hello(LinkProtocol.Version, "0123456789abcdef", instance, 1, [new LinkCamera("front", CameraKind.Camera, false), new LinkCamera("yard", CameraKind.Camera, false)]);
            using (LinkServer server = LinkTests.StartServer(at, commands, hello))
            {
                Assert.Equal(instance, events.Next<Hello>().Instance);
                Assert.Equal("want 0/0 on", commands.Next());
            }

            events.Next<string>();
        }
    }

    [Fact]
    public void Wants_of_two_clients_are_one_wish()
    {
        using var at = new TempSocket();
        var commands = new RecordingCommands();
        using LinkServer server = LinkTests.StartServer(at, commands);
        using LinkClient first = LinkTests.StartClient(at, new RecordingEvents());
        first.SendWant(1, 0, true);
        Assert.Equal("want 1/0 on", commands.Next());
        using (LinkClient second = LinkTests.StartClient(at, new RecordingEvents()))
        {
            second.SendWant(1, 0, true);
            Assert.Equal("key 1/0", commands.Next()); // already on: the newcomer only needs a key frame
            first.SendKeyFrame(1, 2);
            Assert.Equal("key 1/2", commands.Next());
            first.SendWant(1, 0, false);
            first.SendKeyFrame(0, 0); // comes after the want on the same connection
            Assert.Equal("key 0/0", commands.Next());
        }

        Assert.Equal("want 1/0 off", commands.Next());
    }

    [Fact]
    public void Client_that_never_connected_stops_at_once()
    {
        using var at = new TempSocket();
        using LinkClient client = LinkTests.StartClient(at, new RecordingEvents());
    }
}
