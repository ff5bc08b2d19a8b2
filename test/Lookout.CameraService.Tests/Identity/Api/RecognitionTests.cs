using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Lookout.CameraService.Tests.Identity.Matching;
using Lookout.Configuration.Settings;
using Lookout.Link;

namespace Lookout.CameraService.Tests.Identity.Api;

/// <summary>From what camera-server measured to the name on the live socket, through the whole service.</summary>
public sealed class RecognitionTests
{
    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post, Delete = HttpMethod.Delete;

    [Fact]
    public async Task Enrolled_person_is_named_and_a_stranger_is_not()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string anna = await api.EnrolAsync("Anna");
        await api.UploadAsync(anna, "face 1");
        JsonElement tracks = await api.WatchAsync(list => list.GetArrayLength() == 2 && IsNamed(list, 7) && list[1].GetProperty("unknown").ValueKind == JsonValueKind.String, (7, 1), (9, 2));

        Assert.Equal(["camera", "track", "person", "unknown", "hasFace", "quality"], tracks[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(("front", 7, true, 0.9), (tracks[0].GetProperty("camera").GetString(), tracks[0].GetProperty("track").GetInt32(), tracks[0].GetProperty("hasFace").GetBoolean(), tracks[0].GetProperty("quality").GetDouble()));
        JsonElement person = tracks[0].GetProperty("person");
        Assert.Equal((anna, "Anna"), (person.GetProperty("id").GetString(), person.GetProperty("name").GetString()));
        Assert.InRange(person.GetProperty("confidence").GetDouble(), 0.4, 1);
        Assert.Equal("u1", tracks[1].GetProperty("unknown").GetString());

        (_, JsonElement list) = await api.SendAsync(Get, "/people");
        Assert.Equal("front", list.GetProperty("people")[0].GetProperty("lastSeen").GetProperty("camera").GetString());
        JsonElement recognition = list.GetProperty("recognition");
        Assert.Equal((true, true, MadeUpFaces.Model, ""), (recognition.GetProperty("enabled").GetBoolean(), recognition.GetProperty("ready").GetBoolean(), recognition.GetProperty("model").GetString(), recognition.GetProperty("reason").GetString()));
        await api.Service.EventuallyAsync("/metrics", (_, text) =>
            text.Contains("lookout_identity_tracks{camera=\"front\",who=\"named\"} 1\n", StringComparison.Ordinal) && text.Contains("lookout_identity_people 1\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Live_socket_says_who_it_is_and_never_what_they_look_like()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string anna = await api.EnrolAsync("Anna");
        await api.UploadAsync(anna, "face 1");
        await api.WatchAsync(list => IsNamed(list, 7), (7, 1));
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{api.Service.Address.Authority}/api/v1/live"), TestContext.Current.CancellationToken);
        var face = new Face(0.5f, 0.25f, 0.125f, 0.125f, 0.75f, [0.5f, 0.25f]);
        string text;
        do
        {
            api.Service.Link.Publish(new People(0, 5, 1, [new Person(7, 0, 0, 1, 1, 1, [], face), new Person(8, 0, 0, 1, 1, 1, [], null)], 1, 1));
            text = await NextAsync(socket);
        }
        while (!text.Contains("\"people\"", StringComparison.Ordinal));

        JsonElement people = JsonDocument.Parse(text).RootElement.GetProperty("people");
        Assert.Equal(["id", "box", "score", "keypoints", "who", "unknown", "face"], people[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal((anna, "Anna"), (people[0].GetProperty("who").GetProperty("id").GetString(), people[0].GetProperty("who").GetProperty("name").GetString()));
        Assert.Equal("""{"box":[0.5,0.25,0.125,0.125],"score":0.75,"landmarks":[[0.5,0.25]]}""", people[0].GetProperty("face").GetRawText());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (people[1].GetProperty("who").ValueKind, people[1].GetProperty("face").ValueKind));
    }

    [Fact]
    public async Task Person_is_enrolled_from_the_picture_of_a_camera()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        await api.WatchAsync(list => list.GetArrayLength() == 1 && list[0].GetProperty("unknown").GetString() == "u1", (7, 3));
        string carl = await api.EnrolAsync("Carl");
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(Post, $"/people/{carl}/samples/track", """{"camera":"front","track":8}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(Post, $"/people/{carl}/samples/track", """{"camera":"attic","track":7}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.SendAsync(Post, $"/people/{carl}/samples/track", """{"camera":"front"}""")).Status);
        (HttpStatusCode status, JsonElement sample) = await api.SendAsync(Post, $"/people/{carl}/samples/track", """{"camera":"front","track":7}""");
        Assert.Equal((HttpStatusCode.Created, "track", true), (status, sample.GetProperty("source").GetString(), sample.GetProperty("usable").GetBoolean()));
        await api.WatchAsync(list => IsNamed(list, 7), (7, 3));
    }

    [Fact]
    public async Task Not_this_person_is_believed_and_remembered()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        api.Faces.MakeAlike(2, 1, 0.4f);
        string anna = await api.EnrolAsync("Anna");
        await api.UploadAsync(anna, "face 1");
        await api.WatchAsync(list => IsNamed(list, 7), (7, 2));
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(Post, $"/people/{anna}/not", """{"camera":"front","track":99}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(Post, $"/people/{anna}/not", """{"camera":"front","track":7}""")).Status);
        await api.WatchAsync(list => list[0].GetProperty("unknown").ValueKind == JsonValueKind.String, (7, 2));
        await api.WatchAsync(list => list.EnumerateArray().Any(t => t.GetProperty("track").GetInt32() == 8 && t.GetProperty("unknown").ValueKind == JsonValueKind.String), (8, 2));
    }

    [Fact]
    public async Task Expired_consent_stops_the_matching_and_a_new_one_starts_it_again()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string anna = await api.EnrolAsync("Anna", """{"by":"Anna","purpose":"a trial","expires":"2026-11-25T15:00:00Z"}""");
        await api.UploadAsync(anna, "face 1");
        await api.WatchAsync(list => IsNamed(list, 7), (7, 1));
        api.Time.Advance(TimeSpan.FromHours(2));
        await api.WatchAsync(list => list.GetArrayLength() == 1 && !IsNamed(list, 7) && list[0].GetProperty("unknown").ValueKind == JsonValueKind.String, (7, 1));
        Assert.False((await api.SendAsync(Get, $"/people/{anna}")).Body.GetProperty("consent").GetProperty("valid").GetBoolean());
        (HttpStatusCode status, JsonElement problem) = await api.UploadAsync(anna, "face 1");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("expired", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await api.SendAsync(HttpMethod.Patch, $"/people/{anna}", """{"consent":{"by":"Anna","purpose":"a trial","expires":"2026-12-25T15:00:00Z"}}""");
        await api.WatchAsync(list => IsNamed(list, 7), (7, 1));
    }

    [Fact]
    public async Task Erased_person_is_unknown_at_once()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string anna = await api.EnrolAsync("Anna");
        await api.UploadAsync(anna, "face 1");
        await api.WatchAsync(list => IsNamed(list, 7), (7, 1));
        await api.SendAsync(Delete, $"/people/{anna}");
        (_, JsonElement tracks) = await api.SendAsync(Get, "/tracks");
        Assert.Equal(JsonValueKind.Null, tracks[0].GetProperty("person").ValueKind);
        await api.WatchAsync(list => list[0].GetProperty("unknown").ValueKind == JsonValueKind.String, (7, 1));
    }

    [Fact]
    public async Task Samples_of_another_model_are_kept_and_said_to_be_of_no_use()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string anna = await api.EnrolAsync("Anna");
        await api.UploadAsync(anna, "face 1");
        api.Service.Link.Publish(new Likenesses(
            0, 1, 1, LikenessKind.Face, new Measure("newer@1", Measure.Cosine, 0.4f), [new Likeness(7, 0.9f, 60, 0.8f, MadeUpFaces.Bytes(api.Faces.Look(1)), null)]));
        await api.Service.EventuallyAsync("/api/v1/people", (_, body) => body.Contains("\"model\":\"newer@1\"", StringComparison.Ordinal));
        Assert.False((await api.SendAsync(Get, $"/people/{anna}")).Body.GetProperty("samples")[0].GetProperty("usable").GetBoolean());
    }

    [Fact]
    public async Task Restarted_camera_server_counts_its_tracks_anew_and_no_name_is_left()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string anna = await api.EnrolAsync("Anna");
        await api.UploadAsync(anna, "face 1");
        await api.WatchAsync(list => IsNamed(list, 7), (7, 1));
        api.Service.StopLink();
        api.Service.StartLink("second");
        await api.Service.EventuallyAsync("/api/v1/tracks", (_, body) => body == "[]");
    }

    [Fact]
    public async Task Configured_threshold_is_the_one_that_counts()
    {
        await using PeopleApi api = await PeopleApi.StartAsync(RecognitionSettings.Off with { Enabled = true, Threshold = 0.1f });
        string anna = await api.EnrolAsync("Anna");
        await api.UploadAsync(anna, "face 1");
        await api.WatchAsync(list => list.GetArrayLength() == 1 && list[0].GetProperty("unknown").ValueKind == JsonValueKind.String, (7, 1));
    }

    private static bool IsNamed(JsonElement tracks, int track) =>
        tracks.EnumerateArray().Any(t => t.GetProperty("track").GetInt32() == track && t.GetProperty("person").ValueKind == JsonValueKind.Object);

    private static async Task<string> NextAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 20];
        int length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
