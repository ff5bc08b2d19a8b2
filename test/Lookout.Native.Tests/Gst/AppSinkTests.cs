using System.Diagnostics;
using Lookout.Native.Gst;

namespace Lookout.Native.Tests.Gst;

public sealed class AppSinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static Pipeline Picture(string caps, int count) => new PipelineBuilder()
        .Element("videotestsrc").With("num-buffers", count)
        .Caps(caps)
        .AppSink("sink", maxBuffers: 2, drop: false).Build();

    [Fact]
    public void Frames_come_with_their_running_time_and_then_the_end()
    {
        using Pipeline pipeline = Picture("video/x-raw,format=I420,width=64,height=48,framerate=10/1", 3);
        using AppSink sink = pipeline.FindAppSink("sink");
        pipeline.SetState(PipelineState.Playing, Patience);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(sink.TryPull(Patience, out Sample sample));
            using (sample) Assert.Equal(i * 100_000_000L, sample.RunningTimeNs);
        }
        Assert.False(sink.TryPull(Patience, out _));
        Assert.True(sink.IsEndOfStream);
        // The sink tells us first and the bus then.
        Assert.True(SpinWait.SpinUntil(() => pipeline.Bus.TryPop(BusMessageTypes.EndOfStream, out _), Patience));
    }

    [Fact]
    public void Base_time_is_on_the_monotonic_clock()
    {
        using Pipeline pipeline = Picture("video/x-raw,format=I420,width=64,height=48,framerate=10/1", 3);
        long before = Stopwatch.GetTimestamp();
        pipeline.SetState(PipelineState.Playing, Patience);
        Assert.InRange(pipeline.BaseTimeNs, before, Stopwatch.GetTimestamp());
    }

    [Fact]
    public void Nothing_to_pull_is_false_after_the_timeout()
    {
        using Pipeline pipeline = Picture("video/x-raw,format=I420,width=64,height=48,framerate=10/1", 3);
        using AppSink sink = pipeline.FindAppSink("sink");
        Assert.False(sink.TryPull(TimeSpan.FromMilliseconds(1), out _));
    }

    [Theory]
    [InlineData("I420", PixelLayout.I420, 50, 64, 52, 28)]   // rows are rounded up to 4 bytes
    [InlineData("NV12", PixelLayout.Nv12, 50, 64, 52, 52)]
    [InlineData("YUY2", PixelLayout.None, 50, 64, 100, 0)]
    public void Strides_are_those_of_the_caps(string format, PixelLayout layout, int width, int height, int stride0, int stride1)
    {
        using Pipeline pipeline = Picture($"video/x-raw,format={format},width={width},height={height},framerate=30/1", 1);
        using AppSink sink = pipeline.FindAppSink("sink");
        pipeline.SetState(PipelineState.Playing, Patience);
        Assert.True(sink.TryPull(Patience, out Sample sample));
        using Sample _ = sample;
        Assert.True(VideoFormat.TryRead(sample, out VideoFormat read));
        using MediaBuffer buffer = sample.BorrowBuffer();
        VideoFormat own = read.Of(buffer);
        Assert.Equal((layout, width, height, 30.0), (read.Layout, read.Width, read.Height, read.Fps));
        if (layout == PixelLayout.None) return;
        Assert.Equal((stride0, stride1), (own.Plane0.Stride, own.Plane1.Stride));
    }

    [Fact]
    public void Our_own_i420_layout_is_the_one_of_gstreamer()
    {
        using Pipeline pipeline = Picture("video/x-raw,format=I420,width=50,height=47,framerate=30/1", 1);
        using AppSink sink = pipeline.FindAppSink("sink");
        pipeline.SetState(PipelineState.Playing, Patience);
        Assert.True(sink.TryPull(Patience, out Sample sample));
        using Sample _ = sample;
        Assert.True(VideoFormat.TryRead(sample, out VideoFormat read));
        // What the colours mean is no part of the layout.
        Assert.Equal(VideoFormat.I420(50, 47, 30) with { Matrix = read.Matrix, IsFullRange = read.IsFullRange }, read);
        using MediaBuffer buffer = sample.BorrowBuffer();
        using MappedBuffer map = buffer.MapRead();
        Assert.Equal(read.I420Size, map.Data.Length);
    }

    [Fact]
    public void Pulling_frames_allocates_nothing()
    {
        using Pipeline pipeline = Picture("video/x-raw,format=I420,width=64,height=48,framerate=30/1", 200);
        using AppSink sink = pipeline.FindAppSink("sink");
        pipeline.SetState(PipelineState.Playing, Patience);
        PullAndRead(sink, pipeline, 20);
        int sum = 0;
        Allocations.AssertNone(1, () => sum = PullAndRead(sink, pipeline, 35));
        Assert.NotEqual(0, sum);
    }

    private static int PullAndRead(AppSink sink, Pipeline pipeline, int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            if (!sink.TryPull(Patience, out Sample sample)) return 0;
            using Sample s = sample;
            if (!VideoFormat.TryRead(sample, out VideoFormat format)) return 0;
            using MediaBuffer buffer = sample.BorrowBuffer();
            VideoFormat own = format.Of(buffer);
            using MappedBuffer map = buffer.MapRead();
            sum += map.Data[own.Plane0.Offset] + (int)(sample.RunningTimeNs & 1);
            pipeline.Bus.TryPop(BusMessageTypes.Error, out _);
        }
        return sum + 1;
    }
}
