using Lookout.Native.Gst;

namespace Lookout.Native.Tests.Gst;

public sealed class AppSrcTests
{
    private const string SmallPicture = "video/x-raw,format=I420,width=64,height=48,framerate=30/1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_pushed_buffer_comes_out_with_the_pushed_timestamp_and_bytes()
    {
        using Pipeline pipeline = new PipelineBuilder().AppSrc("in").AppSink("out", 4, drop: false).Build();
        using AppSrc source = pipeline.FindAppSrc("in");
        using AppSink sink = pipeline.FindAppSink("out");
        source.SetCaps(SmallPicture);
        pipeline.SetState(PipelineState.Playing, TimeSpan.Zero);

        using MediaBuffer buffer = MediaBuffer.Allocate(VideoFormat.I420(64, 48, 30).I420Size);
        using (MappedBuffer map = buffer.MapWrite()) map.Data.Fill(77);
        Assert.True(source.Push(buffer, 123_456_789_000));

        Assert.True(sink.TryPull(Patience, out Sample sample));
        using Sample _ = sample;
        Assert.Equal(123_456_789_000, sample.RunningTimeNs);
        using MediaBuffer got = sample.BorrowBuffer();
        using MappedBuffer read = got.MapRead();
        Assert.Equal(77, read.Data[^1]);
    }

    [Fact]
    public void An_encoder_asked_for_a_key_frame_gives_one()
    {
        using Pipeline pipeline = new PipelineBuilder()
            .AppSrc("in")
            .Element("x264enc", "encoder").With("tune", "zerolatency").With("key-int-max", 1000)
            .AppSink("out", 4, drop: false).Build();
        using AppSrc source = pipeline.FindAppSrc("in");
        using AppSink sink = pipeline.FindAppSink("out");
        using Element encoder = pipeline.Find("encoder");
        source.SetCaps(SmallPicture);
        pipeline.SetState(PipelineState.Playing, TimeSpan.Zero);

        var keys = new List<int>();
        using MediaBuffer picture = MediaBuffer.Allocate(VideoFormat.I420(64, 48, 30).I420Size);
        for (int i = 0; i < 20; i++)
        {
            if (i == 10) Assert.True(encoder.RequestKeyFrame());
            Assert.True(source.Push(picture, i * 33_000_000L));
            Assert.True(sink.TryPull(Patience, out Sample sample));
            using Sample _ = sample;
            using MediaBuffer unit = sample.BorrowBuffer();
            Assert.Equal(i * 33_000_000L, sample.RunningTimeNs);
            if (unit.IsKey) keys.Add(i);
        }
        Assert.Equal([0, 10], keys);
    }

    [Fact]
    public void Text_that_is_no_caps_is_an_error_of_ours()
    {
        using Pipeline pipeline = new PipelineBuilder().AppSrc("in").AppSink("out", 1, drop: false).Build();
        using AppSrc source = pipeline.FindAppSrc("in");
        Assert.Throws<GstException>(() => source.SetCaps("\"\"\"nonsense,,"));
    }
}
