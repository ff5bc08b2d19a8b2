using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Sources;
using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Tests.Analysis;

/// <summary>The decoders of a host with FFmpeg, and those of the container's image, on what real encoders make.</summary>
public sealed class VideoDecoderTests
{
    private const int Pictures = 20;

    public VideoDecoderTests() => Gst.Init();

    [Theory]
    [InlineData(VideoCodec.H264, true)]
    [InlineData(VideoCodec.H264, false)]
    [InlineData(VideoCodec.H265, true)]
    [InlineData(VideoCodec.H265, false)]
    public void Either_decoder_gives_every_picture_at_its_time(VideoCodec codec, bool hasFfmpeg)
    {
        PipelineBuilder encoded = new PipelineBuilder()
            .Element("videotestsrc").With("num-buffers", Pictures).Caps("video/x-raw,format=(string)I420,width=(int)320,height=(int)240,framerate=(fraction)10/1")
            .Element(codec == VideoCodec.H265 ? "x265enc" : "x264enc").With("tune", "zerolatency").With("speed-preset", "ultrafast")
            .Caps(PipelineSource.AnnexBOf(codec));
        using Pipeline pipeline = VideoDecoder.Add(encoded, codec, element => hasFfmpeg && Gst.HasElement(element))
            .Element("videoconvert").Caps(PipelineSource.RawPictures)
            .AppSink("out", Pictures, drop: false).Build();
        using AppSink sink = pipeline.FindAppSink("out");
        pipeline.SetState(PipelineState.Playing);

        for (int i = 0; i < Pictures; i++)
        {
            Assert.True(sink.TryPull(TimeSpan.FromSeconds(20), out Sample sample), $"picture {i}");
            using Sample pulled = sample;
            Assert.Equal(i * 100_000_000L, sample.RunningTimeNs);
            Assert.True(VideoFormat.TryRead(sample, out VideoFormat format));
            Assert.Equal((320, 240), (format.Width, format.Height));
        }
    }
}
