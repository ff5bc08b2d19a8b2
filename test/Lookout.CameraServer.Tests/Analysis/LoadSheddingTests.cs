using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Cameras;
using Lookout.Native.Gst;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraServer.Tests.Analysis;

/// <summary>With too little time it is the analysis that gets rarer. Time is the frames' own: an analysis takes as many of them as a test says.</summary>
public sealed class LoadSheddingTests : IDisposable
{
    private const int CameraFps = 30;
    private const int DetectFps = 8;
    private const long FrameNs = 1_000_000_000 / CameraFps;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly VideoFormat Small = VideoFormat.I420(64, 48, CameraFps);

    private readonly Slow _slow = new();
    private readonly AnalysisLoop _loop;
    private ulong _frame;
    private bool _isWaiting;
    private ulong? _busyUntil;

    public LoadSheddingTests()
    {
        Gst.Init();
        _loop = new AnalysisLoop([DetectFps], () => _slow, new RecordingOutput(), NullLogger.Instance);
        _loop.Start();
        Assert.True(SpinWait.SpinUntil(() => _loop.IsReady, Patience));
    }

    /// <summary>Stays in a frame until it is let go.</summary>
    private sealed class Slow : IFrameAnalyser
    {
        private readonly SemaphoreSlim _begun = new(0);
        private readonly SemaphoreSlim _go = new(0);

        public List<ulong> Seen { get; } = [];

        public void Analyse(int camera, Picture picture, ICameraOutput output)
        {
            Seen.Add(picture.Sequence);
            _begun.Release();
            _go.Wait();
        }

        public void WaitForNext() => Assert.True(_begun.Wait(Patience), "nothing is analysed");

        public void Go() => _go.Release();

        public void Dispose()
        {
        }
    }

    [Fact]
    public void Analysis_falls_behind_and_recovers_while_every_frame_of_the_video_passes()
    {
        Assert.Equal(DetectFps, PerSecond(seconds: 4, framesAnAnalysis: 1), 1.0);
        Assert.Equal(2, PerSecond(seconds: 4, framesAnAnalysis: 15), 1.0);
        Assert.Equal(0.5, PerSecond(seconds: 4, framesAnAnalysis: 60), 0.5);
        Assert.Equal(DetectFps, PerSecond(seconds: 4, framesAnAnalysis: 1), 1.0);

        // Nothing above ever waited for an analysis: all frames were offered, by this one thread.
        Assert.Equal(4UL * 4 * CameraFps, _frame);
        Assert.True(_loop.SlotOf(0)!.Dropped > 0);
    }

    [Fact]
    public void What_is_analysed_late_is_the_newest_frame_and_not_the_oldest()
    {
        PerSecond(seconds: 4, framesAnAnalysis: 15);
        ulong[] seen = [.. _slow.Seen];
        // The first begins on the frame that has just come, the others on the one before it.
        for (int i = 1; i < seen.Length; i++) Assert.Equal(i == 1 ? 14UL : 15UL, seen[i] - seen[i - 1]);
    }

    public void Dispose()
    {
        for (int i = 0; i < 10; i++) _slow.Go();
        _loop.Dispose();
    }

    private double PerSecond(int seconds, int framesAnAnalysis)
    {
        int before = _slow.Seen.Count;
        for (int i = 0; i < seconds * CameraFps; i++)
        {
            _frame++;
            if (_busyUntil <= _frame) Finish(framesAnAnalysis);
            using MediaBuffer buffer = MediaBuffer.Allocate(Small.I420Size);
            if (!_loop.SlotOf(0)!.Offer(buffer, Small, (long)_frame * FrameNs, _frame)) continue;
            if (_busyUntil == null) Begin(framesAnAnalysis);
            else _isWaiting = true;
        }
        return (double)(_slow.Seen.Count - before) / seconds;
    }

    private void Begin(int framesAnAnalysis)
    {
        _slow.WaitForNext();
        _busyUntil = _frame + (ulong)framesAnAnalysis;
    }

    private void Finish(int framesAnAnalysis)
    {
        _slow.Go();
        _busyUntil = null;
        if (!_isWaiting) return;
        _isWaiting = false;
        Begin(framesAnAnalysis);
    }
}
