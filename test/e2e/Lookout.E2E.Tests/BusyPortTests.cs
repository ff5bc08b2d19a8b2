using System.Net;
using System.Net.Sockets;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Browser;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>Someone else has the port.</summary>
public sealed class BusyPortTests(SharedBrowser browser) : ProductTest
{
    private const int AddressUnavailable = 69;

    [Fact]
    public async Task Busy_http_port_ends_the_start_and_names_the_address()
    {
        var config = new LookoutConfig().With("clock", LookoutConfig.Clock);
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, config.HttpPort));
        other.Listen();

        LookoutProcess lookout = Start(config);
        Assert.Equal(AddressUnavailable, await lookout.ExitAsync(Poll.Generous));
        Assert.True(lookout.Log.Contains($"127.0.0.1:{config.HttpPort}"), "the log names the address");
        Assert.Empty(lookout.Leftovers());
    }

    [Fact]
    public async Task Busy_media_port_is_a_state_that_ends_when_the_port_is_free()
    {
        var config = new LookoutConfig().With("clock", LookoutConfig.Clock);
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Any, config.MediaPort));

        LookoutProcess lookout = Start(config);
        await lookout.AnswersAsync();
        await lookout.CameraAsync("clock", "online");
        HttpAnswer health = await Poll.ForAsync(() => lookout.Api.GetAsync("/healthz"), "/healthz answers");
        Assert.Contains("degraded", health.Body, StringComparison.Ordinal);
        Assert.Contains($"{config.MediaPort}", health.Body, StringComparison.Ordinal);
        HttpAnswer refused = await Poll.ForAsync(() => lookout.Api.WhepAsync("clock", "v=0\r\n"u8.ToArray()), "an answer to the POST");
        Assert.Equal(503, refused.Status);

        other.Close();
        await using ChromiumPage page = await browser.OpenAsync(lookout.Api.Url("/clock"));
        await page.FirstFrameAsync("clock");
        Metrics metrics = await Poll.ForAsync(lookout.Api.MetricsAsync, "/metrics answers");
        Assert.Equal(0, metrics.Restarts("camera-service"));
    }
}
