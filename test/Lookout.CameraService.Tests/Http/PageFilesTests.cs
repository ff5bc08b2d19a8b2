using System.Net;

namespace Lookout.CameraService.Tests.Http;

public class PageFilesTests
{
    [Theory]
    [InlineData("/", "text/html", "no-cache")]
    [InlineData("/index.html", "text/html", "no-cache")]
    [InlineData("/front", "text/html", "no-cache")] // one camera: the same page
    [InlineData("/people", "text/html", "no-cache")] // who is known: the same page
    [InlineData("/favicon.svg", "image/svg+xml", "no-cache")]
    [InlineData("/assets/index-4f2a.js", "text/javascript", "public, max-age=31536000, immutable")]
    public async Task Page_is_served_with_its_type_and_caching(string path, string type, string caching)
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(caching, string.Join(", ", response.Headers.GetValues("Cache-Control")));

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using HttpResponseMessage unchanged = await service.Client.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using HttpResponseMessage head = await service.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), TestContext.Current.CancellationToken);
        Assert.Equal(response.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("/back")] // no such camera
    [InlineData("/front/")]
    [InlineData("/assets")]
    [InlineData("/assets/../link.sock")]
    [InlineData("/..%2flink.sock")]
    [InlineData("/%2e%2e/link.sock")]
    [InlineData("/..%5clink.sock")]
    [InlineData("/index.html%00")]
    [InlineData("//etc/passwd")]
    public async Task Anything_else_is_404(string path)
    {
        await using TestService service = await TestService.StartAsync(linked: false);
        // Raw, since a client would tidy the path up first.
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, service.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        Assert.Matches("^HTTP/1.1 40[04] ", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Missing_page_tells_how_to_build_it()
    {
        await using TestService service = await TestService.StartWithoutPageAsync();
        string body = await service.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("make publish", body, StringComparison.Ordinal);
    }
}
