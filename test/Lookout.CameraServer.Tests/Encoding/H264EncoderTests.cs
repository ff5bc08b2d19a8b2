using Lookout.CameraServer.Encoding;
using Lookout.CameraServer.Sources;
using Lookout.Configuration.Settings;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Tests.Encoding;

public sealed class H264EncoderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private sealed record Unit(long CaptureNs, ulong Sequence, bool Key, byte[] Bytes);

    private static List<Unit> Encode(int count, Func<int, bool> key, int width = 640, int height = 360)
    {
        Gst.Init();
        using var encoder = new H264Encoder(new Rendition(Rendition.Full, null), announcedAsPassthrough: false);
        using var source = new ClockSource(new TestSource("clock", width, height, 30), new SteppedPacer());
        var units = new List<Unit>();
        for (int i = 0; i < count; i++)
        {
            source.Pull(TimeSpan.Zero, out SourceFrame frame);
            using SourceFrame _ = frame;
            Assert.True(encoder.Put(frame.Buffer, source.Format, frame.CaptureNs, (ulong)i + 100, key(i)));
            Assert.True(encoder.TryTake(Patience, out EncodedUnit unit), encoder.Failure);
            using EncodedUnit __ = unit;
            using MappedBuffer map = unit.Buffer.MapRead();
            units.Add(new Unit(unit.CaptureNs, unit.Sequence, unit.Buffer.IsKey, map.Data.ToArray()));
            Assert.Equal(frame.CaptureNs, unit.CaptureNs);
        }
        return units;
    }

    [Fact]
    public void Each_picture_gives_its_own_access_unit_at_once()
    {
        List<Unit> units = Encode(30, _ => false);
        Assert.Equal(Enumerable.Range(100, 30).Select(i => (ulong)i), units.Select(unit => unit.Sequence));
    }

    [Fact]
    public void The_first_access_unit_is_a_key_frame_with_sps_and_pps()
    {
        List<int> types = [.. H264.Units(Encode(1, _ => true)[0].Bytes).Select(unit => unit.Type)];
        Assert.Equal(H264.Sps, types[0]);
        Assert.Equal(H264.Pps, types[1]);
        Assert.Contains(H264.SliceIdr, types);
    }

    [Fact]
    public void Key_frames_come_when_asked_for_and_otherwise_not()
    {
        List<Unit> units = Encode(120, i => i is 40 or 41 or 90);
        Assert.Equal([0, 40, 41, 90], units.Index().Where(unit => unit.Item.Key).Select(unit => unit.Index));
    }

    [Fact]
    public void The_profile_is_constrained_baseline_and_no_slice_is_bidirectional()
    {
        List<Unit> units = Encode(60, _ => false);
        byte[] sps = H264.Units(units[0].Bytes).First(unit => unit.Type == H264.Sps).Bytes;
        Assert.Equal(66, sps[1]);                 // profile_idc: Baseline
        Assert.Equal(0x40, sps[2] & 0x40);        // constraint_set1_flag: constrained (H.264 A.2.1.1)
        Assert.All(units, unit => Assert.All(
            H264.Units(unit.Bytes).Where(nal => nal.Type is 1 or H264.SliceIdr),
            nal => Assert.NotEqual(H264.BidirectionalSlice, H264.SliceType(nal.Bytes))));
    }

    [Fact]
    public void The_clock_strip_survives_encoding()
    {
        List<Unit> units = Encode(60, _ => false, 1280, 720);
        using Pipeline pipeline = new PipelineBuilder().AppSrc("in").Element("avdec_h264").With("max-threads", 1)
            .Caps("video/x-raw,format=(string)I420").AppSink("out", 100, drop: false).Build();
        using AppSrc source = pipeline.FindAppSrc("in");
        using AppSink sink = pipeline.FindAppSink("out");
        source.SetCaps("video/x-h264,stream-format=(string)byte-stream,alignment=(string)au");
        pipeline.SetState(PipelineState.Playing);
        foreach (Unit unit in units)
        {
            using MediaBuffer buffer = MediaBuffer.Allocate(unit.Bytes.Length);
            using (MappedBuffer map = buffer.MapWrite()) unit.Bytes.CopyTo(map.Data);
            Assert.True(source.Push(buffer, unit.CaptureNs));
        }
        for (int i = 0; i < units.Count - 2; i++)   // a decoder may keep its last pictures until it is told the end
        {
            Assert.True(sink.TryPull(Patience, out Sample sample));
            using Sample _ = sample;
            Assert.True(VideoFormat.TryRead(sample, out VideoFormat format));
            using MediaBuffer picture = sample.BorrowBuffer();
            VideoFormat own = format.Of(picture);
            using MappedBuffer map = picture.MapRead();
            Assert.True(ClockStrip.TryRead(map.Data[own.Plane0.Offset..], own.Plane0.Stride, own.Width, out uint microseconds));
            Assert.Equal((uint)(units[i].CaptureNs / 1000), microseconds);
        }
    }

    [Theory]
    [InlineData(Rendition.Full)]
    [InlineData(Rendition.Quarter)]
    public void A_new_size_is_a_new_stream_with_its_own_key_frame(byte rendition)
    {
        Gst.Init();
        using var encoder = new H264Encoder(new Rendition(rendition, null), announcedAsPassthrough: false);
        foreach ((int width, int height) in new[] { (320, 240), (240, 320) })
        {
            using var source = new ClockSource(new TestSource("clock", width, height, 30), new SteppedPacer());
            source.Pull(TimeSpan.Zero, out SourceFrame frame);
            using SourceFrame _ = frame;
            Assert.True(encoder.Put(frame.Buffer, source.Format, frame.CaptureNs + width, 1, key: false));
            Assert.True(encoder.TryTake(Patience, out EncodedUnit unit), encoder.Failure);
            using EncodedUnit __ = unit;
            Assert.True(unit.Buffer.IsKey);
        }
    }

    [Fact]
    public void Encoding_allocates_nothing_per_frame()
    {
        Gst.Init();
        using var encoder = new H264Encoder(new Rendition(Rendition.Full, null), announcedAsPassthrough: false);
        using var source = new ClockSource(new TestSource("clock", 320, 240, 30), new SteppedPacer());
        Run(encoder, source, 20);
        int bytes = 0;
        Allocations.AssertNone(1, () => bytes = Run(encoder, source, 100));
        Assert.NotEqual(0, bytes);
    }

    private static int Run(H264Encoder encoder, ClockSource source, int count)
    {
        int bytes = 0;
        for (int i = 0; i < count; i++)
        {
            source.Pull(TimeSpan.Zero, out SourceFrame frame);
            using SourceFrame _ = frame;
            encoder.Put(frame.Buffer, source.Format, frame.CaptureNs, (ulong)i, key: i % 10 == 0);
            if (!encoder.TryTake(Patience, out EncodedUnit unit)) return 0;
            using EncodedUnit __ = unit;
            using MappedBuffer map = unit.Buffer.MapRead();
            bytes += map.Data.Length;
        }
        return bytes;
    }
}
