using System.Net;
using System.Text.Json;

namespace Lookout.CameraService.Tests.Http;

public sealed class WebRtcSessionsTests
{
    [Fact]
    public async Task Session_is_listed_by_its_public_name_and_never_by_its_secret()
    {
        await using TestService service = await TestService.StartAsync();
        using HttpResponseMessage answer = await WhepTests.PostAsync(service, "/front/whep", WhepTests.Offer());
        string id = answer.Headers.GetValues("ID").Single();
        string secret = answer.Headers.Location!.OriginalString.Split('/')[^1];

        string list = await service.EventuallyAsync("/api/v1/webrtc/sessions", (status, body) => status == HttpStatusCode.OK && body.Contains(id, StringComparison.Ordinal));
        JsonElement session = JsonDocument.Parse(list).RootElement.EnumerateArray().Single();
        Assert.Equal(["id", "camera", "direction", "state", "reason", "ageSeconds", "sending", "remedy"], session.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("front", "viewer", "connecting"), (session.GetProperty("camera").GetString(), session.GetProperty("direction").GetString(), session.GetProperty("state").GetString()));

        JsonElement sending = session.GetProperty("sending");
        Assert.Equal(["rendition", "codec", "targetBitsPerSecond", "roundTripMs", "lossPercent"], sending.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("full", "h264", JsonValueKind.Null), (sending.GetProperty("rendition").GetString(), sending.GetProperty("codec").GetString(), sending.GetProperty("roundTripMs").ValueKind));

        string body = await service.EventuallyAsync($"/api/v1/webrtc/sessions/{id}/diagnostics", (status, _) => status == HttpStatusCode.OK);
        Assert.DoesNotContain(secret, list + body, StringComparison.Ordinal);
        JsonElement diagnosis = JsonDocument.Parse(body).RootElement;
        Assert.Equal(("checking", "idle", "127.0.0.1"), (diagnosis.GetProperty("ice").GetString(), diagnosis.GetProperty("dtls").GetString(), diagnosis.GetProperty("host").GetString()));
        Assert.Contains(diagnosis.GetProperty("ourCandidates").EnumerateArray(), c => c.GetProperty("address").GetString() == "127.0.0.1");
    }

    [Fact]
    public async Task Unknown_session_is_404()
    {
        await using TestService service = await TestService.StartAsync();
        await WhepTests.AssertProblemAsync(404, await WhepTests.SendAsync(service, HttpMethod.Get, "/api/v1/webrtc/sessions/0123/diagnostics"));
    }
}
