using System.Net;
using System.Net.Sockets;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>100 kB of noise wherever bytes come in: refused there, felt nowhere else.</summary>
public sealed class NoiseTests : ProductTest
{
    private const int Size = 100_000;
    private const int DatagramSize = 1200;

    [Fact]
    public async Task Noise_on_the_link_socket_closes_that_connection_only()
    {
        (LookoutProcess lookout, Bystander bystander) = await StartAsync();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(lookout.LinkSocket), TestContext.Current.CancellationToken);
        try
        {
            await socket.SendAsync(Noise.Bytes(Size), SocketFlags.None);
        }
        catch (SocketException)
        {
            // Closed by the server before all of it was sent: what is asked for.
        }

        await Poll.UntilAsync(async () => await ClosedAsync(socket), "camera-server closes the noisy connection");
        await bystander.UnharmedAsync();
    }

    [Fact]
    public async Task Noise_on_the_media_port_is_not_answered()
    {
        (LookoutProcess lookout, Bystander bystander) = await StartAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Loopback, lookout.Config.MediaPort, TestContext.Current.CancellationToken);
        foreach (byte[] datagram in Noise.Bytes(Size).Chunk(DatagramSize)) await socket.SendAsync(datagram, SocketFlags.None);

        await bystander.UnharmedAsync();
        Assert.Equal(0, socket.Available);
    }

    [Theory]
    [InlineData(Size, 413)]
    [InlineData(10_000, 400)]
    public async Task Noise_as_a_whep_body_is_refused(int size, int status)
    {
        (LookoutProcess lookout, Bystander bystander) = await StartAsync();
        HttpAnswer answer = await Poll.ForAsync(() => lookout.Api.WhepAsync(Bystander.Name, Noise.Bytes(size)), "an answer to the POST");

        Assert.Equal(status, answer.Status);
        Assert.Equal("application/problem+json", answer.MediaType);
        await bystander.UnharmedAsync();
    }

    [Fact]
    public async Task Offer_for_an_unknown_camera_is_404()
    {
        (LookoutProcess lookout, _) = await StartAsync();
        HttpAnswer answer = await Poll.ForAsync(() => lookout.Api.WhepAsync("nobody", "v=0\r\n"u8.ToArray()), "an answer to the POST");
        Assert.Equal(404, answer.Status);
    }

    private async Task<(LookoutProcess Lookout, Bystander Bystander)> StartAsync()
    {
        LookoutProcess lookout = await StartReadyAsync(new LookoutConfig().With(Bystander.Name, LookoutConfig.Clock));
        return (lookout, await Bystander.OfAsync(lookout));
    }

    private static async Task<bool> ClosedAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[4096], SocketFlags.None) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
