using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.Native.Gst;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class PictureTapsTests
{
    private const long FrameNs = 1_000_000_000 / 30;
    private static readonly VideoFormat Small = VideoFormat.I420(64, 48, 30);

    private sealed class Blind : IFrameAnalyser
    {
        public void Analyse(int camera, Picture picture, ICameraOutput output)
        {
        }

        public void Dispose()
        {
        }
    }

    [Fact]
    public void Analysis_that_rests_gets_a_frame_a_second_and_then_all_again()
    {
        Gst.Init();
        using var loop = new AnalysisLoop([8], () => new Blind(), new RecordingOutput(), NullLogger.Instance);
        loop.Start();
        Assert.True(SpinWait.SpinUntil(() => loop.IsReady, TimeSpan.FromSeconds(60)));
        int copied = 0;
        var taps = new PictureTaps(loop, new FrameSlot(minIntervalNs: 0, () => copied++), newest: null) { HaveRest = true };
        long now = 1_000_000_000;
        Offer(90);
        Assert.InRange(copied, 3, 4);
        taps.HaveRest = false;
        copied = 0;
        Offer(30);
        Assert.Equal(30, copied);

        void Offer(int frames)
        {
            for (int i = 0; i < frames; i++, now += FrameNs)
            {
                using MediaBuffer buffer = MediaBuffer.Allocate(Small.I420Size);
                taps.Offer(buffer, Small, now, 0);
            }
        }
    }
}
