using Lookout.CameraService.Dtls;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Tests.Dtls;

public sealed class HandshakeThreadsTests : IDisposable
{
    private static readonly SourceNetwork One = SourceNetwork.Of(TransportAddress.FromIPv4(0xC0000201, 1));
    private static readonly SourceNetwork Other = SourceNetwork.Of(TransportAddress.FromIPv4(0xC0000202, 1));

    private readonly ManualResetEventSlim _end = new();
    private int _begun;

    [Fact]
    public void Fifth_handshake_of_a_network_waits_and_that_of_another_does_not()
    {
        var threads = new HandshakeThreads();
        for (int i = 0; i < 6; i++) Begin(threads, One);
        Begin(threads, Other);

        DtlsTestClient.WaitUntil(() => Volatile.Read(ref _begun) == 5);
        Assert.Equal((7, 2), (threads.Taken, threads.Waiting));

        _end.Set();
        DtlsTestClient.WaitUntil(() => threads.Taken == 0);
        Assert.Equal((7, 0), (_begun, threads.Waiting));
        Begin(threads, One);
        DtlsTestClient.WaitUntil(() => Volatile.Read(ref _begun) == 8 && threads.Taken == 0);
    }

    [Fact]
    public void Who_waits_has_a_place_too()
    {
        var threads = new HandshakeThreads(limit: 5);
        for (int i = 0; i < 5; i++) Begin(threads, One);

        Assert.False(threads.TryReserve());
        Assert.Equal(1, threads.Refused);
        _end.Set();
        DtlsTestClient.WaitUntil(() => threads.Taken == 0);
    }

    [Fact]
    public void Those_that_we_begin_are_not_counted_by_network()
    {
        var threads = new HandshakeThreads();
        for (int i = 0; i < 8; i++) Begin(threads, from: null);

        DtlsTestClient.WaitUntil(() => Volatile.Read(ref _begun) == 8);
        _end.Set();
        DtlsTestClient.WaitUntil(() => threads.Taken == 0);
    }

    public void Dispose() => _end.Dispose();

    private void Begin(HandshakeThreads threads, SourceNetwork? from)
    {
        Assert.True(threads.TryReserve());
        threads.Run(
            () =>
            {
                Interlocked.Increment(ref _begun);
                _end.Wait();
            },
            from);
    }
}
