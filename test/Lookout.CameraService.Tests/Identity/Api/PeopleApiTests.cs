using System.Net;
using System.Text;
using System.Text.Json;

namespace Lookout.CameraService.Tests.Identity.Api;

public sealed class PeopleApiTests
{
    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post, Patch = HttpMethod.Patch, Delete = HttpMethod.Delete;

    [Fact]
    public async Task Person_is_enrolled_shown_changed_and_erased()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        (HttpStatusCode status, JsonElement person) = await api.SendAsync(
            Post, "/people", """{"name":" Anna ","consent":{"by":"Anna","purpose":"the gate","expires":"2027-01-01T00:00:00Z"}}""");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(["id", "name", "consent", "createdAt", "samples", "lastSeen"], person.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["givenAt", "by", "purpose", "expires", "valid"], person.GetProperty("consent").EnumerateObject().Select(p => p.Name));
        Assert.Equal("Anna", person.GetProperty("name").GetString());
        Assert.Equal("2027-01-01T00:00:00+00:00", person.GetProperty("consent").GetProperty("expires").GetString());
        string id = person.GetProperty("id").GetString()!;
        Assert.Matches("^[a-z0-9]{16}$", id);

        Assert.Equal(person.GetRawText(), (await api.SendAsync(Get, $"/people/{id}")).Body.GetRawText());
        Assert.Equal(person.GetRawText(), (await api.SendAsync(Get, "/people")).Body.GetProperty("people")[0].GetRawText());
        (_, JsonElement changed) = await api.SendAsync(Patch, $"/people/{id}", """{"name":"Anna B","consent":{"by":"Anna","purpose":"the door","expires":null}}""");
        Assert.Equal(("Anna B", "the door"), (changed.GetProperty("name").GetString(), changed.GetProperty("consent").GetProperty("purpose").GetString()));

        await api.UploadAsync(id, "face 1");
        (status, JsonElement receipt) = await api.SendAsync(Delete, $"/people/{id}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["receipt", "person", "samples", "rows", "pictures", "keys", "at"], receipt.EnumerateObject().Select(p => p.Name));
        Assert.Equal((id, 1, 4, 1, 1), (receipt.GetProperty("person").GetString(), receipt.GetProperty("samples").GetInt32(), receipt.GetProperty("rows").GetInt32(), receipt.GetProperty("pictures").GetInt32(), receipt.GetProperty("keys").GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(Get, $"/people/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(Delete, $"/people/{id}")).Status);
    }

    [Theory]
    [InlineData("""{"name":"Anna"}""", 422, "consent")]
    [InlineData("""{"name":"Anna","consent":{"by":"","purpose":"x"}}""", 422, "who gave it")]
    [InlineData("""{"name":"Anna","consent":{"by":"x"}}""", 422, "what it is for")]
    [InlineData("""{"name":"Anna","consent":{"by":"x","purpose":"x","expires":"2020-01-01T00:00:00Z"}}""", 422, "passed already")]
    [InlineData("""{"name":"Anna","consent":{"by":"x","purpose":"x","expires":"soon"}}""", 422, "2027-12-31T00:00:00Z")]
    [InlineData("""{"name":" ","consent":{"by":"x","purpose":"x"}}""", 422, "1 to 80 characters")]
    [InlineData("""{"name":"a\nb","consent":{"by":"x","purpose":"x"}}""", 422, "control characters")]
    [InlineData("""{"nam":"Anna"}""", 400, "not the JSON")]
    [InlineData("""{"name":"Anna","name":"Bert"}""", 400, "not the JSON")]
    [InlineData("""{"name":""", 400, "not the JSON")]
    [InlineData("""[]""", 400, "not the JSON")]
    [InlineData("null", 400, "empty")]
    public async Task What_cannot_be_enrolled_is_refused_with_what_to_do(string json, int status, string says)
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        (HttpStatusCode answered, JsonElement problem) = await api.SendAsync(Post, "/people", json);
        Assert.Equal(status, (int)answered);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await api.SendAsync(Get, "/people")).Body.GetProperty("people").GetArrayLength());
    }

    [Fact]
    public async Task Body_is_json_of_bounded_length()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        using var form = new StringContent("""{"name":"Anna"}""", Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await api.SendAsync(Post, "/people", content: form)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await api.SendAsync(Post, "/people", $$"""{"name":"{{new string('x', 20_000)}}"}""")).Status);
    }

    [Fact]
    public async Task Same_name_is_refused()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        await api.EnrolAsync("Anna");
        Assert.Equal(HttpStatusCode.Conflict, (await api.SendAsync(Post, "/people", $$"""{"name":"anna","consent":{{PeopleApi.Consent}}}""")).Status);
    }

    [Theory]
    [InlineData("face 1 small", "too small: 15 pixels between the eyes, and 24 are needed")]
    [InlineData("face 1 blurred", "blurred")]
    [InlineData("face 1 turned", "turned away")]
    [InlineData("face 1 face 2", "2 faces were found")]
    [InlineData("nothing", "No face was found")]
    [InlineData("broken", "cannot be read")]
    [InlineData("", "empty")]
    public async Task Poor_picture_is_refused_with_what_would_be_better(string picture, string says)
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string id = await api.EnrolAsync("Anna");
        (HttpStatusCode status, JsonElement problem) = await api.UploadAsync(id, picture);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Good_picture_becomes_a_sample_that_can_be_looked_at_and_deleted()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string id = await api.EnrolAsync("Anna");
        (HttpStatusCode status, JsonElement sample) = await api.UploadAsync(id, "face 1");
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(["id", "takenAt", "source", "quality", "model", "usable"], sample.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("upload", 0.9), (sample.GetProperty("source").GetString(), sample.GetProperty("quality").GetDouble()));
        string path = $"/people/{id}/samples/{sample.GetProperty("id").GetString()}";

        using HttpResponseMessage response = await api.Service.Client.GetAsync(new Uri($"/api/v1{path}/picture", UriKind.Relative), TestContext.Current.CancellationToken);
        byte[] bitmap = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("image/bmp", "no-store"), (response.Content.Headers.ContentType?.MediaType, response.Headers.CacheControl?.ToString()));
        Assert.Equal("BM"u8.ToArray(), bitmap[..2]);
        Assert.Equal(54 + 96 * 96 * 3, bitmap.Length);
        Assert.Equal([50, 150, 250], bitmap[(54 + 95 * 96 * 3)..][..3]); // the first pixel is in the last row, blue first

        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(Get, path + "/picture")).Status);
        Assert.Equal(0, (await api.SendAsync(Get, $"/people/{id}")).Body.GetProperty("samples").GetArrayLength());
    }

    [Fact]
    public async Task Face_of_somebody_enrolled_is_refused_for_another_person_unless_one_insists()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string anna = await api.EnrolAsync("Anna"), bert = await api.EnrolAsync("Bert");
        await api.UploadAsync(anna, "face 1");
        (HttpStatusCode status, JsonElement problem) = await api.UploadAsync(bert, "face 1");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("looks like Anna", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (status, problem) = await api.UploadAsync(anna, "face 2");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("does not look like the other samples", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await api.UploadAsync(bert, "face 1", "?force=true")).Status);
    }

    [Fact]
    public async Task Upload_is_a_picture_of_bounded_length_for_somebody_who_exists()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string id = await api.EnrolAsync("Anna");
        using (ByteArrayContent gif = PeopleApi.Picture("face 1", "image/gif")) Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await api.SendAsync(Post, $"/people/{id}/samples", content: gif)).Status);
        using (ByteArrayContent large = PeopleApi.Picture(new string('x', Link.LinkProtocol.MaxImage))) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.SendAsync(Post, $"/people/{id}/samples", content: large)).Status);
        using (ByteArrayContent larger = PeopleApi.Picture(new string('x', Link.LinkProtocol.MaxImage + 1))) Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await api.SendAsync(Post, $"/people/{id}/samples", content: larger)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.UploadAsync("aaaaaaaaaaaaaaaa", "face 1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.UploadAsync("..%2f..", "face 1")).Status);
    }

    [Fact]
    public async Task Without_a_camera_server_a_picture_waits_for_nobody()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string id = await api.EnrolAsync("Anna");
        api.Service.StopLink();
        await api.Service.EventuallyAsync("/healthz", (_, body) => body.Contains("\"connected\":false", StringComparison.Ordinal));
        (HttpStatusCode status, JsonElement problem) = await api.UploadAsync(id, "face 1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("camera-server", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_never_comes_is_a_refusal_after_ten_seconds_and_the_next_picture_is_looked_at()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string id = await api.EnrolAsync("Anna");
        var asked = new TaskCompletionSource();
        Func<ulong, byte[], Link.ImageFaces?> look = api.Service.Look;
        api.Service.Look = (number, file) =>
        {
            asked.TrySetResult();
            return look(number, file);
        };
        Task<(HttpStatusCode Status, JsonElement Body)> waiting = api.UploadAsync(id, "silence");
        await asked.Task.WaitAsync(TestService.Patience, TestContext.Current.CancellationToken);
        api.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await waiting).Status);
    }

    [Fact]
    public async Task Too_many_changes_at_once_are_429_until_time_has_passed()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        int taken = 0;
        while ((await api.SendAsync(Delete, "/people/aaaaaaaaaaaaaaaa")).Status == HttpStatusCode.NotFound) Assert.True(++taken < 100);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await api.SendAsync(Delete, "/people/aaaaaaaaaaaaaaaa")).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(Get, "/people")).Status);
        api.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(Delete, "/people/aaaaaaaaaaaaaaaa")).Status);
    }

    [Fact]
    public async Task Merge_and_split_move_samples()
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        string anna = await api.EnrolAsync("Anna"), again = await api.EnrolAsync("Anna again");
        await api.UploadAsync(anna, "face 1");
        (_, JsonElement second) = await api.UploadAsync(again, "face 1", "?force=true");
        (HttpStatusCode status, JsonElement merged) = await api.SendAsync(Post, $"/people/{anna}/merge", $$"""{"other":"{{again}}"}""");
        Assert.Equal((HttpStatusCode.OK, 2), (status, merged.GetProperty("samples").GetArrayLength()));
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(Get, $"/people/{again}")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.SendAsync(Post, $"/people/{anna}/merge", "{}")).Status);

        string sample = second.GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.SendAsync(Post, $"/people/{anna}/split", $$"""{"samples":["{{sample}}"],"name":"Bert"}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.SendAsync(Post, $"/people/{anna}/split", $$"""{"samples":[],"name":"Bert","consent":{{PeopleApi.Consent}}}""")).Status);
        (status, JsonElement bert) = await api.SendAsync(Post, $"/people/{anna}/split", $$"""{"samples":["{{sample}}"],"name":"Bert","consent":{{PeopleApi.Consent}}}""");
        Assert.Equal((HttpStatusCode.Created, "Bert", sample), (status, bert.GetProperty("name").GetString(), bert.GetProperty("samples")[0].GetProperty("id").GetString()));
        Assert.Equal(1, (await api.SendAsync(Get, $"/people/{anna}")).Body.GetProperty("samples").GetArrayLength());
    }
}
