using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Lookout.CameraService.Http;
using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Tests.Http;

/// <summary>Who asks for too much, too slowly or too often is told so, and nobody else is kept waiting.</summary>
public sealed class WhepFloodTests
{
    private const int Flood = 500;
    private const int TenMegabytes = 10 << 20;

    [Fact]
    public async Task Flood_of_offers_is_429_for_who_sends_it_and_nothing_to_others()
    {
        await using TestService service = await TestService.StartAsync();
        using HttpClient attacker = From("127.0.0.1");
        using HttpClient viewer = From("127.0.0.2");
        var statuses = new List<int>();
        var took = new List<double>();
        Task flood = Parallel.ForAsync(0, Flood, TestContext.Current.CancellationToken, async (_, stop) =>
        {
            using HttpResponseMessage answer = await PostAsync(attacker, service, "v=0\r\n");
            lock (statuses) statuses.Add((int)answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        });
        do
        {
            long start = Stopwatch.GetTimestamp();
            using HttpResponseMessage list = await viewer.GetAsync(new Uri(service.Address, "/api/v1/cameras"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, list.StatusCode);
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        while (!flood.IsCompleted);
        await flood;

        using HttpResponseMessage welcome = await PostAsync(viewer, service, WhepTests.Offer());
        Assert.Equal(HttpStatusCode.Created, welcome.StatusCode);
        Assert.Equal([400, 429], statuses.Distinct().Order());
        Assert.InRange(statuses.Count(status => status == 400), OpeningRate.Burst, Flood / 2);
        took.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"{took.Count} requests of somebody else meanwhile, p99 {took[took.Count * 99 / 100]:F1} ms");
    }

    [Fact]
    public async Task Household_of_32_behind_one_address_gets_in_at_once()
    {
        await using TestService service = await TestService.StartAsync();
        using HttpClient household = From("127.0.0.1");
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, WebRtcSettings.DefaultMaxViewers).Select(_ => PostAsync(household, service, WhepTests.Offer())));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        foreach (HttpResponseMessage answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Ten_megabytes_are_413_and_are_not_read()
    {
        await using TestService service = await TestService.StartAsync();
        using var content = new ByteArrayContent(new byte[TenMegabytes]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Address, "/front/whep")) { Content = content };
        request.Headers.ExpectContinue = true;

        using HttpResponseMessage answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/sdp2")]
    [InlineData("application/trickle-ice-sdpfrag")]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Other_types_of_body_are_415(string type)
    {
        await using TestService service = await TestService.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(WhepTests.Offer()));
        if (type.Length > 0) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        await WhepTests.AssertProblemAsync(415, await service.Client.PostAsync(new Uri("/front/whep", UriKind.Relative), content, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Body_that_does_not_come_is_408_after_seconds_and_keeps_nobody_else()
    {
        await using TestService service = await TestService.StartAsync();
        using var slow = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await slow.ConnectAsync(IPAddress.Loopback, service.Address.Port, TestContext.Current.CancellationToken);
        await slow.SendAsync(Encoding.ASCII.GetBytes($"POST /front/whep HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sdp\r\nContent-Length: 5000\r\n\r\nv=0\r\n"));

        using HttpResponseMessage answer = await WhepTests.PostAsync(service, "/front/whep", WhepTests.Offer());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        var text = new StringBuilder();
        var buffer = new byte[4096];
        for (int length; (length = await slow.ReceiveAsync(buffer)) > 0;) text.Append(Encoding.ASCII.GetString(buffer, 0, length));
        Assert.StartsWith("HTTP/1.1 408 ", text.ToString(), StringComparison.Ordinal);
    }

    private static HttpClient From(string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, TestService service, string offer)
    {
        using StringContent content = new(offer, new MediaTypeHeaderValue("application/sdp"));
        return await client.PostAsync(new Uri(service.Address, "/front/whep"), content, TestContext.Current.CancellationToken);
    }
}
