using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lookout.CameraService.Tests.Http;

/// <summary>What every request has to pass, and what every answer carries.</summary>
public class GateTests
{
    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("evil.example:8080", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("1", 421)] // inet_aton spelling of an address: no browser sends it
    [InlineData("localhost:9", 200)]
    [InlineData("192.168.1.20:8080", 200)] // behind a bridge network it is an address we cannot know
    [InlineData("[::1]:8080", 200)]
    [InlineData("box.lan", 200)] // webrtc.hosts
    public async Task Host_decides_before_anything_else(string host, int expected)
    {
        await using TestService service = await TestService.StartAsync(linked: false, hosts: ["box.lan"]);
        foreach (string path in new[] { "/healthz", "/", "/nothing/here" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(expected == 421 ? 421 : path == "/nothing/here" ? 404 : 200, (int)response.StatusCode);
            if (expected == 421) Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [InlineData("cross-site", null, 403)]
    [InlineData("same-site", null, 403)]
    [InlineData("same-origin", null, 415)]
    [InlineData("none", null, 415)]
    [InlineData(null, null, 415)] // not a browser
    [InlineData(null, "http://evil.example", 403)]
    [InlineData("cross-site", "http://evil.example", 403)]
    [InlineData(null, "null", 403)] // a sandboxed frame or a file
    [InlineData(null, "http://203.0.113.9", 403)] // an address, but not one of ours
    [InlineData("same-site", "http://localhost:5173", 415)] // another port of this machine: the page under development
    [InlineData("cross-site", "https://box.lan", 415)] // webrtc.hosts
    public async Task Page_of_another_site_may_not_join(string? fetchSite, string? origin, int expected)
    {
        await using TestService service = await TestService.StartAsync(linked: false, hosts: ["box.lan"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/front/whep") { Content = new StringContent("x") };
        if (fetchSite is not null) request.Headers.Add("Sec-Fetch-Site", fetchSite);
        if (origin is not null) request.Headers.Add("Origin", origin);
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task Same_origin_by_an_address_we_cannot_know_may_join()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/front/whep") { Content = new StringContent("x") };
        request.Headers.Host = "192.168.1.20:8080";
        request.Headers.Add("Origin", "http://192.168.1.20:8080");
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/cameras")]
    [InlineData("/nothing/here")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("default-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'none'", Header(response, "Content-Security-Policy"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
        Assert.Equal(path == "/" ? "no-cache" : "no-store", Header(response, "Cache-Control"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Headers_above_the_limit_are_refused()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Add("X-Long", new string('x', 20_000));
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Noise_instead_of_http_is_answered_400_and_disturbs_nobody()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        var noise = new byte[100_000];
        new Random(7).NextBytes(noise);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, service.Address.Port, TestContext.Current.CancellationToken);
        try
        {
            await client.GetStream().WriteAsync(noise, TestContext.Current.CancellationToken);
            var answer = new byte[64];
            int length = await client.GetStream().ReadAsync(answer, TestContext.Current.CancellationToken);
            Assert.StartsWith("HTTP/1.1 400", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // Reset while still writing: as good as an answer.
        }

        await service.EventuallyAsync("/healthz", (status, _) => status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Wrong_method_is_405_with_the_right_ones()
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri("/healthz", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));
}
