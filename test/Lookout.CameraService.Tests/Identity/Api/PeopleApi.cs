using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Lookout.CameraService.Tests.Identity.Matching;
using Lookout.Configuration.Settings;
using Lookout.Link;
using Microsoft.Extensions.Time.Testing;

namespace Lookout.CameraService.Tests.Identity.Api;

/// <summary>
/// A service with recognition on and a stepped clock, in front of a scripted camera-server. A picture's bytes say whose face is on it:
/// "face 3" is one look at person 3.
/// </summary>
internal sealed class PeopleApi : IAsyncDisposable
{
    public const string Consent = """{"by":"the person","purpose":"opening the gate"}""";

    private PeopleApi(TestService service, FakeTimeProvider time)
    {
        Service = service;
        Time = time;
        service.Look = Look;
    }

    public TestService Service { get; }

    public FakeTimeProvider Time { get; }

    public MadeUpFaces Faces { get; } = new(21);

    /// <param name="recognition">Null: on.</param>
    /// <param name="data">Null: a directory of its own.</param>
    public static async Task<PeopleApi> StartAsync(RecognitionSettings? recognition = null, string? data = null)
    {
        var time = new BootedTime(MadeUpFaces.Day);
        time.Advance(TimeSpan.FromHours(1)); // nothing was ever captured at 0
        var api = new PeopleApi(await TestService.StartAsync(time: time, recognition: recognition ?? RecognitionSettings.Off with { Enabled = true }, adjust: settings => data is null ? settings : settings with { DataDirectory = data }), time);
        if (recognition is null or { Enabled: true }) await api.Service.EventuallyAsync("/healthz", (_, body) => body.Contains("\"ready\":true", StringComparison.Ordinal));
        return api;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? json = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1" + path, UriKind.Relative));
        request.Content = content ?? (json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));
        using HttpResponseMessage response = await Service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if ((int)response.StatusCode >= 400) Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, body.Length == 0 ? default : JsonDocument.Parse(body).RootElement.Clone());
    }

    public async Task<string> EnrolAsync(string name, string consent = Consent)
    {
        (HttpStatusCode status, JsonElement body) = await SendAsync(HttpMethod.Post, "/people", $$"""{"name":"{{name}}","consent":{{consent}}}""");
        Assert.Equal(HttpStatusCode.Created, status);
        return body.GetProperty("id").GetString()!;
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> UploadAsync(string id, string picture, string query = "") =>
        SendAsync(HttpMethod.Post, $"/people/{id}/samples{query}", content: Picture(picture));

    public static ByteArrayContent Picture(string bytes, string type = "image/jpeg")
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(bytes));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    /// <summary>Frames with these people in them, their faces looked at, until the service says what is wanted of its tracks.</summary>
    public async Task<JsonElement> WatchAsync(Func<JsonElement, bool> wanted, params (int Track, int Person)[] people)
    {
        long started = TimeProvider.System.GetTimestamp();
        for (int i = 0; TimeProvider.System.GetElapsedTime(started) < TestService.Patience; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(125));
            Service.Link.Publish(new People(0, (ulong)i, 1, [.. people.Select(p => new Person(p.Track, 0, 0, 1, 1, 1, [], null))], 1, 1));
            Service.Link.Publish(new Likenesses(
                0, (ulong)i, 1, LikenessKind.Face, MadeUpFaces.Measure, [.. people.Select(p => new Likeness(p.Track, 0.9f, 60, 0.8f, MadeUpFaces.Bytes(Faces.Look(p.Person)), FacePicture(p.Person)))]));
            (_, JsonElement tracks) = await SendAsync(HttpMethod.Get, "/tracks");
            if (wanted(tracks)) return tracks;
        }

        throw new TimeoutException($"the tracks never became what was wanted but {(await SendAsync(HttpMethod.Get, "/tracks")).Body}");
    }

    public static byte[] FacePicture(int person)
    {
        var picture = new byte[3 * LinkProtocol.PictureSide * LinkProtocol.PictureSide];
        Array.Fill(picture, (byte)person);
        (picture[0], picture[1], picture[2]) = (250, 150, 50);
        return picture;
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    // "face 3", "face 3 small", "face 3 face 4", "nothing", "broken", "silence".
    private ImageFaces? Look(ulong id, byte[] file)
    {
        string[] words = Encoding.ASCII.GetString(file).Split(' ');
        if (words[0] == "silence") return null;
        if (words[0] == "broken") return ImageFaces.Refused(id, "The picture cannot be read. Send a JPEG or a PNG.");
        var faces = new List<ImageFace>();
        for (int i = 0; i + 1 < words.Length; i++)
        {
            if (words[i] != "face") continue;
            int person = int.Parse(words[i + 1], System.Globalization.CultureInfo.InvariantCulture);
            faces.Add(new ImageFace(
                0, 0, 1, 1, 0.9f,
                words.Contains("turned") ? 0.2f : 0.9f, words.Contains("small") ? 15.4f : 60, words.Contains("blurred") ? 0.1f : 0.8f,
                MadeUpFaces.Bytes(Faces.Look(person, 0.2f)), FacePicture(person)));
        }

        return new ImageFaces(id, "", 640, 480, MadeUpFaces.Measure, faces);
    }

    // The monotonic clock of a machine counts from its start: nanoseconds since the year 1 would not fit into 64 bits.
    private sealed class BootedTime : FakeTimeProvider
    {
        private readonly long _boot;

        public BootedTime(DateTimeOffset start)
            : base(start) => _boot = base.GetTimestamp();

        public override long GetTimestamp() => base.GetTimestamp() - _boot;
    }
}
