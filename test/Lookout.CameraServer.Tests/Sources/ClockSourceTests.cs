using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Tests.Sources;

public sealed class ClockSourceTests
{
    private static ClockSource Open(SteppedPacer pacer)
    {
        Gst.Init();
        return new ClockSource(new TestSource("clock", 320, 240, 25), pacer);
    }

    [Fact]
    public void Frames_come_at_the_asked_rate_with_their_time_in_the_picture()
    {
        var pacer = new SteppedPacer();
        using ClockSource source = Open(pacer);
        long previous = 0;
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(PullResult.Frame, source.Pull(TimeSpan.Zero, out SourceFrame frame));
            using SourceFrame _ = frame;
            if (i > 0) Assert.Equal(40_000_000, frame.CaptureNs - previous);
            previous = frame.CaptureNs;
            using MappedBuffer map = frame.Buffer.MapRead();
            Assert.True(ClockStrip.TryRead(map.Data, source.Format.Plane0.Stride, 320, out uint microseconds));
            Assert.Equal((uint)(frame.CaptureNs / 1000), microseconds);
        }
    }

    [Fact]
    public void Missed_frames_are_counted_and_not_made_up_for()
    {
        var pacer = new SteppedPacer();
        using ClockSource source = Open(pacer);
        source.Pull(TimeSpan.Zero, out SourceFrame first);
        long start = first.CaptureNs;
        first.Dispose();
        pacer.NowNs += 200_000_000;
        source.Pull(TimeSpan.Zero, out SourceFrame second);
        using SourceFrame _ = second;
        Assert.Equal(200_000_000, second.CaptureNs - start);
        Assert.Equal(4, source.Dropped);
    }

    [Fact]
    public void Making_frames_allocates_nothing()
    {
        var pacer = new SteppedPacer();
        using ClockSource source = Open(pacer);
        Pull(source, 10);
        Allocations.AssertNone(1, () => Pull(source, 100));
    }

    private static void Pull(ClockSource source, int count)
    {
        for (int i = 0; i < count; i++)
        {
            source.Pull(TimeSpan.Zero, out SourceFrame frame);
            frame.Dispose();
        }
    }
}
