using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Lookout.CameraService.Tests.Http;

/// <summary>The forms that clients of other servers already speak.</summary>
public sealed class WhepAliasTests
{
    [Fact]
    public async Task Offer_may_name_the_camera_in_the_query()
    {
        await using TestService service = await TestService.StartAsync();
        using HttpResponseMessage answer = await WhepTests.PostAsync(service, "/api/webrtc?src=front", WhepTests.Offer());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Matches("^/front/whep/[0-9a-f]{48}$", answer.Headers.Location!.OriginalString);
        using HttpResponseMessage gone = await WhepTests.SendAsync(service, HttpMethod.Delete, answer.Headers.Location.OriginalString);
        Assert.Equal(HttpStatusCode.OK, gone.StatusCode);
    }

    [Fact]
    public async Task Offer_in_json_is_answered_in_json()
    {
        await using TestService service = await TestService.StartAsync();
        using HttpResponseMessage answer = await PostJsonAsync(service, new { type = "offer", sdp = WhepTests.Offer() });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("answer", body.GetProperty("type").GetString());
        Assert.StartsWith("v=0\r\n", body.GetProperty("sdp").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("/front/whep/", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_that_is_no_offer_and_cameras_that_are_none_are_refused_with_the_reason()
    {
        await using TestService service = await TestService.StartAsync();
        await WhepTests.AssertProblemAsync(400, await PostJsonAsync(service, new { type = "answer", sdp = "v=0" }));
        await WhepTests.AssertProblemAsync(400, await PostJsonAsync(service, new { type = "offer" }));
        await WhepTests.AssertProblemAsync(400, await PostJsonAsync(service, "v=0"));
        await WhepTests.AssertProblemAsync(400, await PostJsonAsync(service, new { type = "offer", sdp = "v=1" }));
        await WhepTests.AssertProblemAsync(404, await WhepTests.PostAsync(service, "/api/webrtc?src=back", WhepTests.Offer()));
        await WhepTests.AssertProblemAsync(404, await WhepTests.PostAsync(service, "/api/webrtc", WhepTests.Offer()));
        using StringContent text = new("v=0");
        await WhepTests.AssertProblemAsync(415, await service.Client.PostAsync(new Uri("/api/webrtc?src=front", UriKind.Relative), text, TestContext.Current.CancellationToken));
        await WhepTests.AssertProblemAsync(415, await PostJsonAsync(service, new { type = "offer", sdp = "v=0" }, "/front/whep"));
    }

    private static async Task<HttpResponseMessage> PostJsonAsync(TestService service, object body, string path = "/api/webrtc?src=front")
    {
        using var content = JsonContent.Create(body);
        return await service.Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }
}
