using System.Net;
using System.Net.Http.Headers;
using Lookout.CameraService.Http;

namespace Lookout.CameraService.Tests.Http;

public sealed class WhepPatchTests
{
    private const string MediaType = "application/trickle-ice-sdpfrag";
    private const string Candidate = "a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host\r\n";

    [Fact]
    public async Task Candidates_are_taken_with_the_tag_of_the_answer()
    {
        await using TestService service = await TestService.StartAsync();
        (string location, string tag, string transport) = await OpenAsync(service);

        foreach (string? ifMatch in new[] { tag, "*", null })
        {
            using HttpResponseMessage taken = await PatchAsync(service, location, Section(transport + Candidate), ifMatch);
            Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
            Assert.Equal("*", taken.Headers.GetValues("Access-Control-Allow-Origin").Single());
        }

        using HttpResponseMessage end = await PatchAsync(service, location, Section("a=end-of-candidates\r\n"), tag);
        Assert.Equal(HttpStatusCode.NoContent, end.StatusCode);
    }

    [Fact]
    public async Task Diagnosis_tells_what_cannot_be_checked_and_masks_what_can()
    {
        await using TestService service = await TestService.StartAsync();
        (string location, string tag, string transport) = await OpenAsync(service);
        string candidates = "a=candidate:1 1 udp 1 2001:db8::1 9 typ host\r\na=candidate:1 1 udp 1 a-b.local 9 typ host\r\na=candidate:1 1 udp 1 192.0.2.77 9 typ host\r\n";
        using HttpResponseMessage taken = await PatchAsync(service, location, Section(transport + candidates), tag);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);

        string list = await service.EventuallyAsync("/api/v1/webrtc/sessions", (_, body) => body.Contains("\"id\"", StringComparison.Ordinal));
        string id = list.Split("\"id\":\"")[1].Split('"')[0];
        // The service listens on an IPv4 address.
        string diagnosis = await service.EventuallyAsync($"/api/v1/webrtc/sessions/{id}/diagnostics", (_, body) => body.Contains("\"pairs\":[{", StringComparison.Ordinal));
        Assert.Contains("\"ignored\":{\"hostNames\":1,\"tcp\":0,\"wrongFamily\":1,", diagnosis, StringComparison.Ordinal);
        Assert.Contains("\"address\":\"192.0.2.0/24\"", diagnosis, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.77", diagnosis, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_say_what_is_wrong()
    {
        await using TestService service = await TestService.StartAsync();
        (string location, string tag, string transport) = await OpenAsync(service);

        await WhepTests.AssertProblemAsync(404, await PatchAsync(service, "/front/whep/0123", Section(transport), "*"));
        await WhepTests.AssertProblemAsync(415, await PatchAsync(service, location, Section(transport), tag, "application/sdp"));
        await WhepTests.AssertProblemAsync(400, await PatchAsync(service, location, "no fragment", tag));
        await WhepTests.AssertProblemAsync(412, await PatchAsync(service, location, Section(transport + Candidate), "\"another\""));
        await WhepTests.AssertProblemAsync(428, await PatchAsync(service, location, Section(Candidate), null));
        await WhepTests.AssertProblemAsync(422, await PatchAsync(service, location, Section(transport, mid: "77"), tag));
        await WhepTests.AssertProblemAsync(413, await PatchAsync(service, location, new string('a', WhepBody.MaxFragment + 1), tag));
    }

    [Fact]
    public async Task Session_that_was_left_knows_no_patch()
    {
        await using TestService service = await TestService.StartAsync();
        (string location, string tag, string transport) = await OpenAsync(service);
        using HttpResponseMessage left = await WhepTests.SendAsync(service, HttpMethod.Delete, location);
        await WhepTests.AssertProblemAsync(404, await PatchAsync(service, location, Section(transport), tag));
    }

    [Fact]
    public async Task Fragments_cut_and_broken_anywhere_leave_the_session_alone()
    {
        await using TestService service = await TestService.StartAsync();
        (string location, string tag, string transport) = await OpenAsync(service);
        string whole = Section(transport + Candidate);
        var random = new Random(21);
        for (int i = 0; i < 200; i++)
        {
            char[] broken = whole[..random.Next(whole.Length)].ToCharArray();
            if (broken.Length > 0) broken[random.Next(broken.Length)] = (char)random.Next(1, 127);
            using HttpResponseMessage response = await PatchAsync(service, location, new string(broken), tag);
            Assert.InRange((int)response.StatusCode, 200, 499);
        }

        using HttpResponseMessage left = await WhepTests.SendAsync(service, HttpMethod.Delete, location);
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
    }

    internal static async Task<(string Location, string Tag, string Transport)> OpenAsync(TestService service)
    {
        string offer = WhepTests.Offer();
        using HttpResponseMessage answer = await WhepTests.PostAsync(service, "/front/whep", offer);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        string transport = string.Concat(offer.Split("\r\n").Where(line => line.StartsWith("a=ice-", StringComparison.Ordinal) && !line.Contains("options", StringComparison.Ordinal)).Select(line => line + "\r\n"));
        return (answer.Headers.Location!.OriginalString, answer.Headers.ETag!.Tag, transport);
    }

    internal static string Section(string lines, string mid = "0") => $"m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:{mid}\r\n{lines}";

    internal static async Task<HttpResponseMessage> PatchAsync(TestService service, string path, string fragment, string? ifMatch, string mediaType = MediaType)
    {
        using var content = new StringContent(fragment, new MediaTypeHeaderValue(mediaType));
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = content };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
