using Lookout.CameraService.WebRtc.Routes;

namespace Lookout.CameraService.Tests.WebRtc.Routes;

public sealed class SendRingTests
{
    [Fact]
    public void Bytes_come_out_in_the_order_they_went_in()
    {
        var random = new Random(31);
        var ring = new SendRing(1000);
        var expected = new Queue<byte>();
        for (int i = 0; i < 5000; i++)
        {
            var datagram = new byte[random.Next(200)];
            random.NextBytes(datagram);
            byte[] header = [(byte)i, (byte)(i >> 8)];
            bool fits = expected.Count + 2 + datagram.Length <= 1000;
            Assert.Equal(fits, ring.TryAdd(header, datagram));
            foreach (byte b in fits ? [.. header, .. datagram] : Array.Empty<byte>()) expected.Enqueue(b);

            ReadOnlyMemory<byte> next = ring.Peek(random.Next(300));
            foreach (byte b in next.Span) Assert.Equal(expected.Dequeue(), b);
            ring.Consume(next.Length);
            Assert.Equal(expected.Count == 0, ring.IsEmpty);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_whole()
    {
        var ring = new SendRing(10);
        Assert.True(ring.TryAdd([1, 2], [3, 4, 5]));
        Assert.False(ring.TryAdd([6, 7], [8, 9, 10, 11]));
        Assert.True(ring.TryAdd([6, 7], [8, 9, 10]));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], ring.Peek(100).ToArray());
    }
}
