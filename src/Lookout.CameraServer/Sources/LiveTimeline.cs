namespace Lookout.CameraServer.Sources;

internal enum Placement
{
    /// <summary>The frame has its place.</summary>
    Placed,

    /// <summary>A raw frame that is not newer than the one before.</summary>
    Stale,

    /// <summary>Access units come in another order than their pictures are shown, which a WebRTC receiver does not put right.</summary>
    Reordered,
}

/// <summary>
/// Puts the timestamps of a live source on one line that only goes forward and never ahead of now: a network camera's
/// clock estimate may run ahead for a while, and no picture was captured in the future.
/// </summary>
internal sealed class LiveTimeline(bool compressed)
{
    private const int MaxReordered = 3;
    private const int Forgiven = 100;

    private long _lastNs;
    private long _aheadNs;
    private int _reordered;
    private int _inOrder;

    /// <param name="sourceNs">Capture time as the source has it, CLOCK_MONOTONIC.</param>
    /// <param name="nowNs">Now.</param>
    /// <param name="captureNs">Capture time to use.</param>
    public Placement Place(long sourceNs, long nowNs, out long captureNs)
    {
        _aheadNs = Math.Max(_aheadNs, sourceNs - nowNs);
        captureNs = sourceNs - _aheadNs;
        if (captureNs <= _lastNs)
        {
            if (!compressed) return Placement.Stale;
            // One step back is a camera's clock being set; several within a hundred frames are B-frames.
            if (++_reordered >= MaxReordered) return Placement.Reordered;
            _inOrder = 0;
            captureNs = _lastNs + 1;
        }
        else if (++_inOrder >= Forgiven)
        {
            _reordered = 0;
        }
        _lastNs = captureNs;
        return Placement.Placed;
    }
}
