using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Lookout.CameraService.Tests.WebRtc;
using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Tests.Http;

public class WhepTests
{
    private static readonly byte[] Noise = MakeNoise(100_000);

    [Theory]
    [InlineData("/front/whep")]
    [InlineData("/whep/front")]
    public async Task Offer_is_answered_with_a_session_that_can_be_deleted_once(string path)
    {
        await using TestService service = await TestService.StartAsync();
        using HttpResponseMessage answer = await PostAsync(service, path, Offer());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("application/sdp", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("v=0\r\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.ETag);
        Assert.Equal("application/trickle-ice-sdpfrag", answer.Headers.GetValues("Accept-Patch").Single());
        Assert.Matches("^[0-9a-f]{16}$", answer.Headers.GetValues("ID").Single());
        Assert.False(answer.Headers.Contains("Link"));
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("ETag, ID, Accept-Patch, Link, Location, Retry-After", string.Join(", ", answer.Headers.GetValues("Access-Control-Expose-Headers")));
        string location = answer.Headers.Location!.OriginalString;
        Assert.Matches("^/front/whep/[0-9a-f]{48}$", location);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(service, HttpMethod.Delete, location)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(service, HttpMethod.Delete, location)).StatusCode);
    }

    [Fact]
    public async Task Address_the_browser_used_is_the_first_candidate()
    {
        await using TestService service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/front/whep") { Content = Sdp(Offer()) };
        request.Headers.Host = "192.168.77.20:8080";
        using HttpResponseMessage answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string sdp = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        string first = sdp.Split("\r\n").First(line => line.StartsWith("a=candidate:", StringComparison.Ordinal));
        Assert.Contains(" 192.168.77.20 ", first, StringComparison.Ordinal);
        Assert.Contains(" 127.0.0.1 ", sdp, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_say_what_is_wrong()
    {
        await using TestService service = await TestService.StartAsync();
        await AssertProblemAsync(404, await PostAsync(service, "/back/whep", Offer()));
        await AssertProblemAsync(415, await service.Client.PostAsync(new Uri("/front/whep", UriKind.Relative), new StringContent(Offer()), TestContext.Current.CancellationToken));
        await AssertProblemAsync(400, await PostAsync(service, "/front/whep", ""));
        await AssertProblemAsync(400, await PostAsync(service, "/front/whep", Encoding.Latin1.GetString(Noise, 0, 30_000)));
        await AssertProblemAsync(406, await PostAsync(service, "/front/whep", Offer().Replace("H264", "VP8", StringComparison.Ordinal)));
        await AssertProblemAsync(404, await SendAsync(service, HttpMethod.Delete, "/front/whep/0123"));
        await AssertProblemAsync(405, await SendAsync(service, HttpMethod.Get, "/front/whep"), "OPTIONS, POST");
        await AssertProblemAsync(405, await SendAsync(service, HttpMethod.Get, "/front/whep/0123"), "OPTIONS, PATCH, DELETE");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hundred_kilobytes_of_noise_are_413_and_disturb_nobody(bool chunked)
    {
        await using TestService service = await TestService.StartAsync();
        using var content = new ByteArrayContent(Noise);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/front/whep") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        try
        {
            await AssertProblemAsync(413, await service.Client.SendAsync(request, TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException e) when (e.InnerException is IOException or SocketException)
        {
            // The server closed while we were still sending, which RFC 9110 §15.5.14 allows.
        }

        Assert.Equal(HttpStatusCode.Created, (await PostAsync(service, "/front/whep", Offer())).StatusCode);
    }

    [Fact]
    public async Task Options_tell_what_a_player_may_do()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using HttpResponseMessage answer = await SendAsync(service, HttpMethod.Options, "/front/whep");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("application/sdp", answer.Headers.GetValues("Accept-Post").Single());
        Assert.Equal("application/trickle-ice-sdpfrag", answer.Headers.GetValues("Accept-Patch").Single());
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("OPTIONS, GET, POST, PATCH, DELETE", answer.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.Equal("Authorization, Content-Type, If-Match", answer.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Too_early_is_503_with_a_time_to_come_back()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using HttpResponseMessage answer = await PostAsync(service, "/front/whep", Offer());
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        await AssertProblemAsync(503, answer);
    }

    [Fact]
    public async Task Full_house_is_503_and_a_place_freed_is_given_again()
    {
        await using TestService service = await TestService.StartAsync();
        string last = "";
        for (int i = 0; i < WebRtcSettings.DefaultMaxViewers; i++)
        {
            using HttpResponseMessage answer = await PostAsync(service, "/front/whep", Offer());
            last = answer.Headers.Location!.OriginalString;
        }

        using HttpResponseMessage refused = await PostAsync(service, "/front/whep", Offer());
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        await AssertProblemAsync(503, refused);
        await SendAsync(service, HttpMethod.Delete, last);
        while ((await PostAsync(service, "/front/whep", Offer())).StatusCode != HttpStatusCode.Created) await Task.Yield();
    }

    [Fact]
    public async Task Busy_udp_port_is_a_state_that_health_and_viewers_are_told()
    {
        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using TestService service = await TestService.StartAsync(udpPort: ((IPEndPoint)taken.Client.LocalEndPoint!).Port);
        await service.EventuallyAsync("/healthz", (status, body) => status == HttpStatusCode.OK && body.Contains("used by another program", StringComparison.Ordinal));
        await AssertProblemAsync(503, await PostAsync(service, "/front/whep", Offer()));
        taken.Dispose();
        await service.EventuallyAsync("/healthz", (_, body) => body.Contains("\"status\":\"ok\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(service, "/front/whep", Offer())).StatusCode);
    }

    internal static async Task<HttpResponseMessage> PostAsync(TestService service, string path, string offer)
    {
        using StringContent content = Sdp(offer);
        return await service.Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    internal static async Task<HttpResponseMessage> SendAsync(TestService service, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal static StringContent Sdp(string offer) => new(offer, new MediaTypeHeaderValue("application/sdp"));

    internal static string Offer()
    {
        using var viewer = new LoopbackViewer(port: 9);
        return viewer.Offer;
    }

    internal static async Task AssertProblemAsync(int status, HttpResponseMessage response, string? allow = null)
    {
        using (response)
        {
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            JsonElement problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
            Assert.Equal(["title", "detail", "status"], problem.EnumerateObject().Select(p => p.Name));
            Assert.Equal(status, problem.GetProperty("status").GetInt32());
            Assert.NotEqual("", problem.GetProperty("detail").GetString());
            if (allow is not null) Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
        }
    }

    private static byte[] MakeNoise(int length)
    {
        var noise = new byte[length];
        new Random(11).NextBytes(noise);
        return noise;
    }
}
