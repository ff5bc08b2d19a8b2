namespace Lookout.Link.Tests;

/// <summary>Likenesses, and still pictures with their answers, over a real socket.</summary>
public class LinkImageTests
{
    private const string Nonce = "0123456789abcdef";
    private static readonly Measure Euclid = new("net@0123456789ab", Measure.Euclidean, 0.6f);
    private static readonly ImageFaces Answer = new(0, "", 640, 480, Euclid, [new ImageFace(0, 0, 1, 1, 1, 1, 60, 1, new byte[8], new byte[LinkProtocol.PictureBytes])]);

    [Fact]
    public void Likenesses_arrive_as_they_were_published()
    {
        using var at = new TempSocket();
        var events = new RecordingEvents();
        using LinkServer server = LinkTests.StartServer(at);
        using LinkClient client = LinkTests.StartClient(at, events);
        events.Next<Hello>();
        var likenesses = new Likenesses(1, 7, 8, LikenessKind.Face, Euclid, [new Likeness(3, 1, 60, 0.5f, new byte[512], LinkTests.Bytes(LinkProtocol.PictureBytes, 2))]);
        server.Publish(likenesses);
        Assert.Equivalent(likenesses, events.Next<Likenesses>(), strict: true);
    }

    [Fact]
    public void Largest_picture_arrives_whole_and_its_answer_comes_back()
    {
        using var at = new TempSocket();
        (RecordingCommands commands, RecordingEvents events) = (new RecordingCommands(), new RecordingEvents());
        using LinkServer server = LinkTests.StartServer(at, commands);
        using LinkClient client = LinkTests.StartClient(at, events);
        events.Next<Hello>();
        Send(client, 41, LinkProtocol.MaxImage);
        Assert.Equal($"image 41 of {LinkProtocol.MaxImage}", commands.Next());
        commands.NextReply()(Answer);
        Assert.Equivalent(Answer with { Id = 41 }, events.Next<ImageFaces>(), strict: true);
    }

    [Fact]
    public void Second_picture_is_refused_until_the_first_is_answered()
    {
        using var at = new TempSocket();
        (RecordingCommands commands, RecordingEvents events) = (new RecordingCommands(), new RecordingEvents());
        using LinkServer server = LinkTests.StartServer(at, commands);
        using LinkClient client = LinkTests.StartClient(at, events);
        events.Next<Hello>();
        Send(client, 1, 10);
        Assert.Equal("image 1 of 10", commands.Next());
        Action<ImageFaces> reply = commands.NextReply();
        Send(client, 2, 10);
        ImageFaces refused = events.Next<ImageFaces>();
        Assert.Equal(2UL, refused.Id);
        Assert.Contains("Another picture", refused.Problem, StringComparison.Ordinal);

        reply(Answer);
        reply(Answer); // an answer too many is not sent
        Assert.Equal(1UL, events.Next<ImageFaces>().Id);
        Send(client, 3, 10);
        Assert.Equal("image 3 of 10", commands.Next());
        commands.NextReply()(Answer);
        Assert.Equal(3UL, events.Next<ImageFaces>().Id);
    }

    [Fact]
    public void Who_asks_and_takes_no_answer_is_disconnected()
    {
        using var at = new TempSocket();
        var commands = new RecordingCommands();
        using LinkServer server = LinkTests.StartServer(at, commands);
        using RawPeer peer = RawPeer.Admitted(at, Nonce);
        // Fills the socket's buffers, so that the writing thread is stuck with the answers behind it.
        server.Publish(new Likenesses(0, 1, 1, LikenessKind.Face, Euclid, [.. Enumerable.Repeat(new Likeness(1, 1, 1, 1, new byte[8], new byte[LinkProtocol.PictureBytes]), LinkProtocol.MaxLikenesses)]));
        byte[] question = StillImage.Frame(5, [1, 2, 3]);
        try
        {
            for (int i = 0; i < 1000; i++) peer.Send(question);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Closed while we were still asking, as it should be.
        }

        peer.AssertClosed();
    }

    [Fact]
    public void Picture_without_a_connection_is_not_taken()
    {
        using var at = new TempSocket();
        using LinkClient client = LinkTests.StartClient(at, new RecordingEvents());
        Assert.False(client.AnalyzeImage(1, new byte[10]));
    }

    [Fact]
    public void Picture_that_never_fits_is_the_callers_mistake()
    {
        using var at = new TempSocket();
        using LinkClient client = LinkTests.StartClient(at, new RecordingEvents());
        Assert.Throws<ArgumentOutOfRangeException>(() => client.AnalyzeImage(1, new byte[LinkProtocol.MaxImage + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.AnalyzeImage(1, default));
    }

    // The one before may still be in the outbox, or the connection about to come up.
    private static void Send(LinkClient client, ulong id, int length) =>
        Assert.True(SpinWait.SpinUntil(() => client.AnalyzeImage(id, new byte[length]), RecordingEvents.Patience));
}
