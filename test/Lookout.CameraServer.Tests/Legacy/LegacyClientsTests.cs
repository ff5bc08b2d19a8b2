using System.Text.Json;
using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Legacy;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Legacy;

/// <summary>Many clients, and clients that do not behave.</summary>
public sealed class LegacyClientsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] Ping = LegacyClient.Frame("""{"cmd": "ping"}""");

    [Fact]
    public void The_ninth_client_is_told_so_and_there_is_room_when_another_leaves()
    {
        using var camera = new ServedCamera();
        LegacyClient[] clients = [.. Enumerable.Range(0, LegacyServer.MaxClients).Select(_ => camera.Connect())];
        foreach (LegacyClient client in clients) client.AssertInStep();
        using (LegacyClient ninth = camera.Connect())
        {
            ninth.TrySend(Ping);
            Assert.Equal("Too many clients", LegacyClient.ErrorOf(ninth.ReadJson()));
            ninth.AssertClosed();
        }
        foreach (LegacyClient client in clients) client.AssertInStep();
        clients[0].Dispose();
        camera.WaitForClients(LegacyServer.MaxClients - 1);
        using LegacyClient next = camera.Connect();
        next.AssertInStep();
        foreach (LegacyClient client in clients) client.Dispose();
    }

    [Fact]
    public void A_client_that_says_nothing_is_closed()
    {
        using var camera = new ServedCamera(LegacyTiming.Default with { Idle = Soon });
        using LegacyClient client = camera.Connect();
        client.AssertClosed();
        camera.WaitForClients(0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void A_client_that_stops_in_the_middle_of_a_request_is_closed(int sent)
    {
        using var camera = new ServedCamera(LegacyTiming.Default with { Request = Soon });
        using LegacyClient client = camera.Connect();
        client.Send(Ping.AsSpan(0, sent));
        client.AssertClosed();
        camera.WaitForClients(0);
    }

    [Fact]
    public void A_client_that_stops_in_the_middle_of_a_picture_is_closed()
    {
        using var camera = new ServedCamera(LegacyTiming.Default with { Request = Soon });
        using LegacyClient client = camera.Connect();
        client.Send([.. LegacyClient.Frame("""{"cmd":"process_image","width":100,"height":100,"channels":3}"""), .. new byte[29_999]]);
        client.AssertClosed();
        camera.WaitForClients(0);
    }

    [Fact]
    public void A_client_that_stops_reading_is_closed_while_others_are_served()
    {
        using var camera = new ServedCamera(LegacyTiming.Default with { Reply = Soon });
        camera.Film();
        using LegacyClient stopped = camera.Connect();
        // Replies of 5.7 KB: far fewer than this fill a socket's buffer.
        byte[] question = LegacyClient.Frame("""{"cmd": "get_frame"}""");
        for (int i = 0; i < 300; i++) stopped.TrySend(question);
        using LegacyClient good = camera.Connect();
        camera.WaitForClients(1);
        good.AssertInStep();
    }

    [Fact]
    public void A_session_cut_at_any_byte_is_answered_up_to_its_last_whole_request()
    {
        byte[] picture = [.. LegacyClient.Frame("""{"cmd":"process_image","width":2,"height":2,"channels":4}"""), .. new byte[16]];
        byte[] session = [.. Ping, .. picture, .. LegacyClient.Frame("""{"cmd":"stats"}"""), .. LegacyClient.Frame("x")];
        int[] ends = [Ping.Length, Ping.Length + picture.Length, session.Length - 5, session.Length];
        using var camera = new ServedCamera();
        for (int length = 0; length <= session.Length; length++)
        {
            using LegacyClient client = camera.Connect();
            client.Send(session.AsSpan(0, length));
            client.EndSending();
            int answers = 0;
            while (client.TryReadBlock() != null) answers++;
            Assert.Equal(ends.Count(end => end <= length), answers);
        }
        camera.WaitForClients(0);
    }

    [Fact]
    public void Mutated_sessions_end_or_are_answered_in_JSON_and_leave_the_server_as_it_was()
    {
        byte[] session = [.. Ping, .. LegacyClient.Frame("""{"cmd":"process_image","width":8,"height":8,"channels":4}"""), .. new byte[256], .. Ping];
        var random = new Random(7);
        using var camera = new ServedCamera();
        using LegacyClient good = camera.Connect();
        int answers = 0;
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = [.. session];
            for (int edits = random.Next(1, 6); edits > 0; edits--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using LegacyClient client = camera.Connect();
            client.TrySend(bytes);
            client.EndSending();
            while (client.TryReadBlock() is { } block)
            {
                using JsonDocument reply = JsonDocument.Parse(block);
                Assert.Equal(JsonValueKind.Object, reply.RootElement.ValueKind);
                answers++;
            }
            if (i % 50 == 0) good.AssertInStep();
        }
        Assert.True(answers > 500);
        camera.WaitForClients(1);
    }

    [Fact]
    public void Stopping_ends_every_client_and_removes_the_socket()
    {
        using var camera = new ServedCamera();
        using LegacyClient idle = camera.Connect();
        using LegacyClient waiting = camera.Connect();
        idle.AssertInStep();
        camera.Say(Link.CameraStatus.Online);
        waiting.Send(LegacyClient.Frame("""{"cmd": "get_frame"}"""));
        camera.Server.Dispose();
        idle.AssertClosed();
        while (waiting.TryReadBlock() != null)
        {
            // It may still be told that there is no frame.
        }
        Assert.Equal(0, camera.Server.Clients);
        Assert.False(File.Exists(camera.Socket));
    }

    [Fact]
    public void While_another_server_listens_it_is_waited_for()
    {
        string folder = Directory.CreateTempSubdirectory("lookout-legacy-").FullName;
        string path = Path.Combine(folder, "native.sock");
        using var stills = new StillFaces(new ModelSet(new Configuration.Settings.ModelSettings(folder)), recognise: false);
        var newest = new NewestFrame(System.Diagnostics.Stopwatch.GetTimestamp);
        LegacyAddress other = LegacyAddress.Listen(path);
        using (var server = new LegacyServer(path, new LegacyCamera("door", newest, new CameraView(0, new RecordingOutput()), stills), LegacyTiming.Default, NullLogger.Instance))
        {
            server.Start();
            // The server knocks to learn whether anybody is there.
            using (System.Net.Sockets.Socket knock = other.Listener.Accept()) Assert.True(other.IsOurs);
            other.Dispose();
            LegacyClient? client = null;
            Assert.True(SpinWait.SpinUntil(() => (client = LegacyClient.TryConnect(path)) != null, TimeSpan.FromSeconds(30)));
            using (client) client!.AssertInStep();
        }
        Directory.Delete(folder);
    }

    [Fact]
    public void A_socket_that_was_taken_away_is_made_anew()
    {
        using var camera = new ServedCamera();
        using LegacyClient before = camera.Connect();
        File.Delete(camera.Socket);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(camera.Socket), TimeSpan.FromSeconds(30)));
        using LegacyClient after = camera.Connect();
        after.AssertInStep();
        before.AssertInStep();
    }
}
