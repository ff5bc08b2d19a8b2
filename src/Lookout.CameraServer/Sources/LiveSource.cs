using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>A source with its own clock rate: its buffers' running time on our clock is the capture time.</summary>
internal abstract class LiveSource(Pipeline pipeline, bool compressed) : PipelineSource(pipeline, compressed)
{
    private long _lastNs;

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
            long runningTime = sample.RunningTimeNs;
            long captureNs = Pipeline.BaseTimeNs + Math.Max(0, runningTime);
            PullResult result = Check(buffer, runningTime, captureNs);
            if (result == PullResult.Frame) frame = new SourceFrame(buffer, captureNs);
            else buffer.Dispose();
            return result;
        }
    }

    /// <summary>What to say when the source ends by itself.</summary>
    protected abstract string EndOfStream { get; }

    private PullResult Check(in MediaBuffer buffer, long runningTime, long captureNs)
    {
        if (buffer.IsCorrupted || runningTime < 0)
        {
            Dropped++;
            return PullResult.Nothing;
        }
        if (captureNs <= _lastNs)
        {
            if (IsCompressed) return PullResult.NeedsDecoding;
            Dropped++;
            return PullResult.Nothing;
        }
        _lastNs = captureNs;
        return PullResult.Frame;
    }
}
