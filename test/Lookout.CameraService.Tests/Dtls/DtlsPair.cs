using System.Diagnostics;
using Lookout.CameraService.Dtls;
using Lookout.Rtc.Dtls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraService.Tests.Dtls;

/// <summary>A client and a server endpoint of ours, and the network between them. A test can lose or change datagrams.</summary>
internal sealed class DtlsPair : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _woken = new(0);
    private readonly byte[] _buffer = new byte[2048];
    private int _fromClient;
    private int _fromServer;

    public DtlsPair(IDtlsSrtpPeer client, IDtlsSrtpPeer server, HandshakeThreads? clientThreads = null)
    {
        Client = new BouncyCastleDtlsEndpoint(client, clientThreads ?? new HandshakeThreads(), () => _woken.Release(), NullLogger.Instance);
        Server = new BouncyCastleDtlsEndpoint(server, new HandshakeThreads(), () => _woken.Release(), NullLogger.Instance);
    }

    public BouncyCastleDtlsEndpoint Client { get; }

    public BouncyCastleDtlsEndpoint Server { get; }

    /// <summary>Whether the client's datagram of this number is lost.</summary>
    public Func<int, bool> LoseOfClient { get; init; } = _ => false;

    public Func<int, bool> LoseOfServer { get; init; } = _ => false;

    /// <summary>Seen by a test before it is delivered to the client.</summary>
    public Action<byte[]> ToClient { get; init; } = _ => { };

    /// <summary>Starts the client and carries datagrams until the condition holds.</summary>
    public void RunUntil(Func<bool> done)
    {
        Client.Start();
        for (long start = Stopwatch.GetTimestamp(); !done();)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"client {Client.State} {Client.Outcome}, server {Server.State} {Server.Outcome}");
            bool moved = false;
            while (Client.TryTake(_buffer, out int length))
            {
                moved = true;
                if (!LoseOfClient(_fromClient++)) Server.Receive(DtlsTestClient.Address, _buffer.AsSpan(0, length));
            }

            while (Server.TryTake(_buffer, out int length))
            {
                moved = true;
                if (LoseOfServer(_fromServer++)) continue;
                ToClient(_buffer[..length]);
                Client.Receive(DtlsTestClient.Address, _buffer.AsSpan(0, length));
            }

            // The library resends by its own clock, which nothing can step.
            if (!moved) _woken.Wait(TimeSpan.FromMilliseconds(20));
        }
    }

    public bool AreConnected => Client.State == DtlsState.Connected && Server.State == DtlsState.Connected;

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
