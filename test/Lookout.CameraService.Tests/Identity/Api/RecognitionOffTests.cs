using System.Net;
using System.Text.Json;
using Lookout.CameraService.Identity.Storage;
using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Tests.Identity.Api;

/// <summary>Off is the default, and off means that nothing is made or answered; but whoever was enrolled before can be erased.</summary>
public sealed class RecognitionOffTests
{
    private const string Id = "aaaaaaaaaaaaaaaa";

    [Fact]
    public async Task List_says_that_it_is_off_and_how_to_switch_it_on()
    {
        await using TestService service = await TestService.StartAsync();
        JsonElement list = JsonDocument.Parse(await service.Client.GetStringAsync(new Uri("/api/v1/people", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(["recognition", "people"], list.EnumerateObject().Select(p => p.Name));
        JsonElement recognition = list.GetProperty("recognition");
        Assert.Equal(["enabled", "ready", "model", "bodyModel", "bodyIsDescriptor", "reason"], recognition.EnumerateObject().Select(p => p.Name));
        Assert.False(recognition.GetProperty("enabled").GetBoolean());
        Assert.Contains("face_recognition: { enabled: true }", recognition.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, list.GetProperty("people").GetArrayLength());
        Assert.False(File.Exists(PeopleFile.PathIn(service.Settings.DataDirectory)));
        Assert.False(File.Exists(Path.Combine(service.Settings.DataDirectory, "people.key")));
        await service.EventuallyAsync("/healthz", (_, body) => body.Contains("\"recognition\":{\"enabled\":false,\"ready\":false,\"reason\":\"\"}", StringComparison.Ordinal));
        await service.EventuallyAsync("/metrics", (_, body) => body.Contains("lookout_identity_ready 0\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", "/api/v1/people")]
    [InlineData("GET", $"/api/v1/people/{Id}")]
    [InlineData("PATCH", $"/api/v1/people/{Id}")]
    [InlineData("DELETE", $"/api/v1/people/{Id}")]
    [InlineData("POST", $"/api/v1/people/{Id}/samples")]
    [InlineData("POST", $"/api/v1/people/{Id}/samples/track")]
    [InlineData("DELETE", $"/api/v1/people/{Id}/samples/{Id}")]
    [InlineData("GET", $"/api/v1/people/{Id}/samples/{Id}/picture")]
    [InlineData("POST", $"/api/v1/people/{Id}/not")]
    [InlineData("POST", $"/api/v1/people/{Id}/merge")]
    [InlineData("POST", $"/api/v1/people/{Id}/split")]
    [InlineData("GET", "/api/v1/tracks")]
    public async Task Everything_else_refuses_and_says_why(string method, string path)
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("face_recognition", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_enrolled_before_it_was_switched_off_is_listed_and_can_be_erased_and_nobody_added()
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("people-");
        try
        {
            await using (PeopleApi before = await PeopleApi.StartAsync(data: data.FullName))
            {
                string anna = await before.EnrolAsync("Anna");
                await before.UploadAsync(anna, "face 3");
            }

            await using PeopleApi api = await PeopleApi.StartAsync(RecognitionSettings.Off, data.FullName);
            await api.Service.EventuallyAsync("/api/v1/people", (_, body) => body.Contains("Anna", StringComparison.Ordinal));
            (_, JsonElement list) = await api.SendAsync(HttpMethod.Get, "/people");
            Assert.False(list.GetProperty("recognition").GetProperty("ready").GetBoolean());
            JsonElement person = list.GetProperty("people")[0];
            string id = person.GetProperty("id").GetString()!;
            string sample = person.GetProperty("samples")[0].GetProperty("id").GetString()!;
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, $"/people/{id}"));
            using (HttpResponseMessage picture = await api.Service.Client.GetAsync(new Uri($"/api/v1/people/{id}/samples/{sample}/picture", UriKind.Relative), TestContext.Current.CancellationToken))
                Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
            Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(HttpMethod.Post, "/people", $$"""{"name":"Ben","consent":{{PeopleApi.Consent}}}"""));
            Assert.Equal(HttpStatusCode.Conflict, (await api.UploadAsync(id, "face 3")).Status);
            Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(HttpMethod.Get, "/tracks"));
            await api.Service.EventuallyAsync("/healthz", (_, body) => body.Contains("\"recognition\":{\"enabled\":false,\"ready\":false,\"reason\":\"\"}", StringComparison.Ordinal));

            (HttpStatusCode status, JsonElement receipt) = await api.SendAsync(HttpMethod.Delete, $"/people/{id}");
            Assert.Equal((HttpStatusCode.OK, 1), (status, receipt.GetProperty("samples").GetInt32()));
            Assert.Equal(0, (await api.SendAsync(HttpMethod.Get, "/people")).Body.GetProperty("people").GetArrayLength());

            async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, string? json = null) => (await api.SendAsync(method, path, json)).Status;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_its_key_it_is_on_and_not_ready_and_says_why_and_the_service_is_degraded()
    {
        await using TestService service = await TestService.StartAsync(recognition: RecognitionSettings.Off with { Enabled = true, KeyFile = "/nowhere/people.key" });
        await service.EventuallyAsync("/healthz", (status, body) => status == HttpStatusCode.OK && body.Contains("There is no key file /nowhere/people.key", StringComparison.Ordinal) && body.Contains("\"degraded\"", StringComparison.Ordinal));
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri("/api/v1/tracks", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("/nowhere/people.key", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "http://evil.example")]
    public async Task Page_of_another_site_can_enrol_nobody(string header, string value)
    {
        await using PeopleApi api = await PeopleApi.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/people", UriKind.Relative));
        request.Headers.Add(header, value);
        request.Content = new StringContent($$"""{"name":"Anna","consent":{{PeopleApi.Consent}}}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await api.Service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(0, (await api.SendAsync(HttpMethod.Get, "/people")).Body.GetProperty("people").GetArrayLength());
    }
}
