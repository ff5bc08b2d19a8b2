using System.Net;
using System.Net.Sockets;
using Lookout.CameraService.Tests.Dtls;
using Lookout.CameraService.WebRtc;
using Lookout.Configuration.Settings;
using Lookout.Rtc.Session;
using Microsoft.Extensions.Logging.Abstractions;
using Org.BouncyCastle.Tls;

namespace Lookout.CameraService.Tests.WebRtc.Hardening;

/// <summary>
/// The race for the first ClientHello: strangers' hellos all the time, and forged ones that bear the viewer's own address
/// and port, which here leave by the viewer's own socket: nothing on the wire tells them from perfectly spoofed ones.
/// </summary>
public sealed class ClientHelloRaceTests
{
    private const int Handshakes = 200;
    private const int AtOnce = 4;

    private static readonly byte[] Plausible = ForgedHello.Of(0xFEFD, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);

    [Fact]
    public void All_of_two_hundred_handshakes_succeed_among_forged_hellos()
    {
        int port = ServerFixture.FreePort();
        using var server = new WebRtcServer(new WebRtcSettings($"127.0.0.1:{port}", []), new RecordedRequests(), NullLogger.Instance);
        server.AddStream(ServerFixture.Encoded, 0, passthrough: false);
        server.Start();
        using var stop = new CancellationTokenSource();
        var racer = new Thread(() => Race(port, stop.Token));
        racer.Start();
        try
        {
            Parallel.For(0, Handshakes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, _ => Shake(server, port));
        }
        finally
        {
            stop.Cancel();
            racer.Join();
        }

        // Whoever says good-bye at once may have ended before the server's thread had come to its last word.
        ServerFixture.WaitUntil(() => server.Counters.SessionsEnded.GetValueOrDefault(SessionEndReason.Closed) == Handshakes);
        Assert.True(server.Counters.SessionsConnected > Handshakes / 2, $"{server.Counters.SessionsConnected} connected");
        Assert.Equal(0, server.Counters.Faults);
    }

    private static void Shake(WebRtcServer server, int port)
    {
        using var viewer = new DtlsViewer(port);
        Assert.Equal(201, viewer.Viewer.Open(server, ServerFixture.Encoded).Status);
        // Before ICE knows the address whatever comes from there is a stranger's, however plausible.
        viewer.Viewer.Send(Plausible);
        viewer.Viewer.Send(ForgedHello.NullCipher);
        viewer.Viewer.CheckUntilAnswered();
        using var stop = new CancellationTokenSource();
        var forger = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                viewer.Viewer.Send(ForgedHello.NullCipher);
                viewer.Viewer.Send(ForgedHello.Of(0xFEFF, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA));
                Thread.Sleep(1);
            }
        });
        viewer.Viewer.Send(ForgedHello.NullCipher);
        forger.Start();
        try
        {
            viewer.Handshake();
        }
        finally
        {
            stop.Cancel();
            forger.Join();
        }

        server.Close(viewer.Viewer.Answer!.Secret);
    }

    // From the viewer's address, but another port, a few thousand a second.
    private static void Race(int port, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, port);
        while (!stop.IsCancellationRequested)
        {
            socket.Send(ForgedHello.NullCipher);
            socket.Send(Plausible);
            Thread.Sleep(1);
        }

        Assert.Equal(0, socket.Available);
    }
}
