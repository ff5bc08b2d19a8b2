using Lookout.CameraServer.Encoding;

namespace Lookout.CameraServer.Tests.Encoding;

public sealed class SequenceRingTests
{
    [Fact]
    public void The_newest_64_are_found_and_older_ones_are_not()
    {
        var ring = new SequenceRing();
        for (int i = 1; i <= 100; i++) ring.Add(i * 1000, (ulong)i);
        for (int i = 1; i <= 100; i++)
        {
            Assert.Equal(i > 36, ring.TryGet(i * 1000, out ulong sequence));
            if (i > 36) Assert.Equal((ulong)i, sequence);
        }
    }
}
