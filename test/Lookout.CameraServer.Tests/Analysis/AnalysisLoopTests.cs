using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.Native.Gst;
using Lookout.Vision;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class AnalysisLoopTests
{
    private static readonly VideoFormat Small = VideoFormat.I420(64, 48, 30);
    private readonly RecordingOutput _output = new();

    public AnalysisLoopTests() => Gst.Init();

    /// <summary>Finds nothing, and fails on the frames it is told to.</summary>
    private sealed class Finder(Func<ulong, bool> fails) : IFrameAnalyser
    {
        public void Analyse(int camera, Picture picture, ICameraOutput output)
        {
            if (fails(picture.Sequence)) throw new InvalidDataException("bad tensor");
            output.Analysis(new Link.Analysis(camera, picture.Sequence, picture.CaptureNs, [], 0, 0));
        }

        public void Dispose()
        {
        }
    }

    private static void Offer(AnalysisLoop loop, int camera, ulong sequence)
    {
        SpinWait.SpinUntil(() => loop.IsReady);
        using MediaBuffer buffer = MediaBuffer.Allocate(Small.I420Size);
        // A second apart: the rate limit is another test's matter.
        loop.SlotOf(camera)!.Offer(buffer, Small, (long)sequence * 1_000_000_000, sequence);
    }

    [Fact]
    public void Each_camera_gets_its_turn_and_unwatched_ones_have_no_slot()
    {
        using var loop = new AnalysisLoop([10, 0, 10], () => new Finder(_ => false), _output, NullLogger.Instance);
        loop.Start();
        Assert.Null(loop.SlotOf(1));
        Offer(loop, 0, 7);
        Offer(loop, 2, 9);
        _output.WaitFor("both analyses", o => o.Analyses.Count == 2);
        Assert.Equal([(0, 7UL), (2, 9UL)], _output.Analyses.Select(a => (a.Camera, a.Sequence)).Order());
    }

    [Fact]
    public void A_model_that_is_not_there_is_tried_again_until_it_is()
    {
        int tries = 0;
        using var loop = new AnalysisLoop(
            [10],
            () => ++tries < 3 ? throw new ModelException("/m/x.onnx", "not found", "Run make setup.") : new Finder(_ => false),
            _output, NullLogger.Instance, TimeSpan.FromMilliseconds(1));
        loop.Start();
        Offer(loop, 0, 1);
        _output.WaitFor("an analysis", o => o.Analyses.Count == 1);
        Assert.Equal((3, ""), (tries, loop.Fault));
    }

    [Fact]
    public void What_keeps_the_analyser_is_told_while_it_does()
    {
        string activity = "building the engine of x.onnx";
        using var loop = new AnalysisLoop([10], () => new Finder(_ => false), _output, NullLogger.Instance, activity: () => activity);
        Assert.Equal("detection waits: building the engine of x.onnx", loop.Fault);
        activity = "";
        Assert.Equal("", loop.Fault);
    }

    [Fact]
    public void A_model_that_fails_on_a_frame_is_loaded_anew_and_goes_on()
    {
        int loads = 0;
        using var loop = new AnalysisLoop(
            [10],
            () =>
            {
                Interlocked.Increment(ref loads);
                return new Finder(sequence => sequence == 1);
            },
            _output, NullLogger.Instance, TimeSpan.FromMilliseconds(1));
        loop.Start();
        Offer(loop, 0, 1);
        SpinWait.SpinUntil(() => Volatile.Read(ref loads) == 2);
        Offer(loop, 0, 2);
        _output.WaitFor("the next analysis", o => o.Analyses.Count == 1);
        Assert.Equal(2UL, _output.Analyses[0].Sequence);
    }

    [Fact]
    public void Without_any_camera_to_watch_no_model_is_loaded()
    {
        using var loop = new AnalysisLoop([0], () => throw new InvalidOperationException(), _output, NullLogger.Instance);
        loop.Start();
        Assert.Equal((false, ""), (loop.IsReady, loop.Fault));
    }
}
