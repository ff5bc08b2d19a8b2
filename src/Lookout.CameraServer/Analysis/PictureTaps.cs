using Lookout.Native.Gst;

namespace Lookout.CameraServer.Analysis;

/// <summary>Who looks at one camera's raw pictures: face detection, and clients of the compatibility socket.</summary>
/// <param name="analysis">Says whether frames would be analysed at all.</param>
/// <param name="slot">Where analysis takes them; null when this camera is not analysed.</param>
/// <param name="newest">Where clients take them; null when this camera has none.</param>
internal sealed class PictureTaps(AnalysisLoop analysis, FrameSlot? slot, NewestFrame? newest)
{
    private const long RestNs = 1_000_000_000;
    private volatile bool _rests;
    private long _notBeforeNs = long.MinValue;

    /// <summary>Whether frames are analysed once a second only, to leave the machine to the video. Set by the thread that offers.</summary>
    public bool HaveRest
    {
        get => _rests;
        set => _rests = value;
    }

    /// <summary>Whether a compressed camera has to be decoded now.</summary>
    public bool AreOpen => (slot != null && analysis.IsReady) || newest is { IsWanted: true };

    /// <summary>Each takes a copy, if it wants one now.</summary>
    public void Offer(in MediaBuffer buffer, in VideoFormat format, long captureNs, ulong sequence)
    {
        if (analysis.IsReady && (!_rests || captureNs >= _notBeforeNs) && slot?.Offer(buffer, format, captureNs, sequence) == true)
            _notBeforeNs = captureNs + RestNs;
        newest?.Offer(buffer, format, captureNs, sequence);
    }
}
