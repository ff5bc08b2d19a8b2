using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.Link.Tests;

public class LinkAllocationTests
{
    [Fact]
    public void Access_unit_allocates_nothing_where_it_is_published_and_where_it_is_received()
    {
        const int Warm = 200;
        const int Measured = 500;
        using var at = new TempSocket();
        var commands = new RecordingCommands();
        var events = new CountingEvents();
        using LinkServer server = LinkTests.StartServer(at, commands);
        using var client = new LinkClient(at.Path, "0123456789abcdef", events, NullLogger.Instance);
        client.Start();
        client.SendWant(0, 0, true);
        commands.Next();

        byte[] bytes = LinkTests.Bytes(60_000, seed: 5);
        int sent = 0;
        // Warm by bursts, so that the pool holds more buffers than the one in flight afterwards can need.
        while (sent < Warm)
        {
            Publish();
            if (sent % 8 == 0) AwaitAll();
        }

        AwaitAll();
        long received = 0;
        Allocations.AssertNone(1, () =>
        {
            long before = events.AllocatedBytes;
            for (int i = 0; i < Measured; i++)
            {
                Publish();
                AwaitAll();
            }

            received = events.AllocatedBytes - before;
        });
        Assert.Equal(0, received);

        void Publish()
        {
            server.Publish(new AccessUnitHeader(0, 0, sent % 30 == 0, (ulong)sent, sent), bytes);
            sent++;
        }

        void AwaitAll()
        {
            SpinWait spin = default;
            while (Volatile.Read(ref events.Received) < sent) spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Counts what the reading thread allocates from one access unit to the next.</summary>
    private sealed class CountingEvents : ILinkEvents
    {
        public int Received;
        private long _first;
        private long _allocated;

        public long AllocatedBytes => Volatile.Read(ref _allocated);

        public void Connected(Hello hello)
        {
        }

        public void Disconnected(string reason)
        {
        }

        public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (Received == 0) _first = now;
            Volatile.Write(ref _allocated, now - _first);
            Volatile.Write(ref Received, Received + 1);
        }

        public void Analysis(Analysis analysis)
        {
        }

        public void People(People people)
        {
        }

        public void Likenesses(Likenesses likenesses)
        {
        }

        public void ImageFaces(ImageFaces image)
        {
        }

        public void CameraState(CameraState state)
        {
        }
    }
}
