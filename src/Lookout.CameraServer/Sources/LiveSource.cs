using System.Diagnostics;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>A source that runs by itself: its buffers' running time on our clock is the capture time.</summary>
internal abstract class LiveSource(Pipeline pipeline, bool compressed) : PipelineSource(pipeline, compressed)
{
    private readonly LiveTimeline _timeline = new(compressed);

    /// <summary>What to say when the source ends by itself.</summary>
    protected abstract string EndOfStream { get; }

    public override PullResult Pull(TimeSpan timeout, out SourceFrame frame)
    {
        frame = default;
        if (!Sink.TryPull(timeout, out Sample sample))
        {
            if (TryError(out BusMessage? error)) return Fail(error!);
            if (!Sink.IsEndOfStream) return PullResult.Nothing;
            Failure = EndOfStream;
            return PullResult.Failed;
        }
        using (sample)
        {
            if (!TryFormat(sample)) return PullResult.Failed;
            MediaBuffer buffer = sample.BorrowBuffer();
            PullResult result = Check(buffer, sample.RunningTimeNs, out long captureNs);
            if (result == PullResult.Frame) frame = new SourceFrame(buffer, captureNs);
            else buffer.Dispose();
            return result;
        }
    }

    private PullResult Check(in MediaBuffer buffer, long runningTimeNs, out long captureNs)
    {
        captureNs = 0;
        Placement placement = buffer.IsCorrupted || runningTimeNs < 0
            ? Placement.Stale
            : _timeline.Place(Pipeline.BaseTimeNs + runningTimeNs, Stopwatch.GetTimestamp(), out captureNs);
        switch (placement)
        {
            case Placement.Placed:
                return PullResult.Frame;
            case Placement.Reordered:
                return PullResult.NeedsDecoding;
            default:
                Dropped++;
                return PullResult.Nothing;
        }
    }
}
