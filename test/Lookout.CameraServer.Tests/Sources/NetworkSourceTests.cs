using System.Net;
using System.Net.Sockets;
using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;

namespace Lookout.CameraServer.Tests.Sources;

public sealed class NetworkSourceTests
{
    [Fact]
    public void A_refused_connection_fails_with_a_reason_that_keeps_the_secret()
    {
        using var unused = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));   // bound and not listening: refused
        int port = ((IPEndPoint)unused.LocalEndPoint!).Port;
        using NetworkSource source = NetworkSource.Open(
            new RtspSource($"rtsp://joe:s3cret@127.0.0.1:{port}/live"), 0, decode: false);
        PullResult result = PullResult.Nothing;
        for (int i = 0; i < 100 && result == PullResult.Nothing; i++)
            result = source.Pull(TimeSpan.FromMilliseconds(100), out SourceFrame _);
        Assert.Equal(PullResult.Failed, result);
        Assert.Equal($"rtsp://127.0.0.1:{port}/live: no connection (refused, or not reachable)", source.Failure);
    }
}
