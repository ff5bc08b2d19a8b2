using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>A source with its own clock rate: its buffers' running time on our clock is the capture time.</summary>
internal abstract class LiveSource(Pipeline pipeline, bool compressed) : PipelineSource(pipeline, compressed)
{
    private const int MaxReordered = 3;
    private const int Forgiven = 100;

    private long _lastNs;
    private int _reordered;
    private int _inOrder;

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
            PullResult result = Check(buffer, runningTime, ref captureNs);
            if (result == PullResult.Frame) frame = new SourceFrame(buffer, captureNs);
            else buffer.Dispose();
            return result;
        }
    }

    /// <summary>What to say when the source ends by itself.</summary>
    protected abstract string EndOfStream { get; }

    private PullResult Check(in MediaBuffer buffer, long runningTime, ref long captureNs)
    {
        if (buffer.IsCorrupted || runningTime < 0)
        {
            Dropped++;
            return PullResult.Nothing;
        }
        if (captureNs <= _lastNs)
        {
            if (!IsCompressed)
            {
                Dropped++;
                return PullResult.Nothing;
            }
            // One step back is a camera's clock being set; several within a hundred frames are pictures sent in another
            // order than they are shown, which a WebRTC receiver does not put right.
            if (++_reordered >= MaxReordered) return PullResult.NeedsDecoding;
            _inOrder = 0;
            captureNs = _lastNs + 1;
        }
        else if (++_inOrder >= Forgiven)
        {
            _reordered = 0;
        }
        _lastNs = captureNs;
        return PullResult.Frame;
    }
}
