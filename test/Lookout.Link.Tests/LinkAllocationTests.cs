using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.Link.Tests;

public class LinkAllocationTests
{
    [Fact]
    public void Access_unit_allocates_nothing_where_it_is_published_and_where_it_is_received()
    {
        const int Warm = 200;
        const int Measured = 1000;
        using var at = new TempSocket();
        var commands = new RecordingCommands();
        var events = new CountingEvents(Warm, Warm + Measured);
        using LinkServer server = LinkTests.StartServer(at, commands);
        using var client = new LinkClient(at.Path, "0123456789abcdef", events, NullLogger.Instance);
        client.Start();
        client.SendWant(0, 0, true);
        commands.Next();

        byte[] bytes = LinkTests.Bytes(60_000, seed: 5);
        long before = 0;
        for (int i = 0; i < Warm + Measured; i++)
        {
            if (i == Warm) before = GC.GetAllocatedBytesForCurrentThread();
            server.Publish(new AccessUnitHeader(0, 0, i % 30 == 0, (ulong)i, i), bytes);
            // Warm by bursts, so that the pool holds more buffers than the one in flight afterwards can need.
            if (i < Warm && i % 8 != 7) continue;
            SpinWait spin = default;
            while (Volatile.Read(ref events.Received) <= i) spin.SpinOnce(sleep1Threshold: -1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, events.AllocatedBytes);
    }

    private sealed class CountingEvents(int first, int last) : ILinkEvents
    {
        public int Received;
        public long AllocatedBytes;

        public void Connected(Hello hello)
        {
        }

        public void Disconnected(string reason)
        {
        }

        public void AccessUnit(in AccessUnitHeader header, ReadOnlySpan<byte> annexB)
        {
            int received = Received + 1;
            if (received == first) AllocatedBytes = -GC.GetAllocatedBytesForCurrentThread();
            if (received == last) AllocatedBytes += GC.GetAllocatedBytesForCurrentThread();
            Volatile.Write(ref Received, received);
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
