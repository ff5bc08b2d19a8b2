using Lookout.Native.Gst;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// Where a camera leaves its newest frame for analysis: one place, newest wins, what is overwritten is counted. Three
/// pictures go round (being written, waiting, being read), so neither side waits for the other's copy or analysis.
/// One thread offers, one takes.
/// </summary>
/// <param name="minIntervalNs">Shortest distance of two analysed frames; frames before that are not even copied.</param>
/// <param name="filled">Called after each offer that was taken in, on the offering thread; must only hand over.</param>
internal sealed class FrameSlot(long minIntervalNs, Action filled)
{
    private readonly Lock _gate = new();
    private Picture _writing = new();
    private Picture _waiting = new();
    private Picture _reading = new();
    private bool _hasWaiting;
    private long _notBeforeNs = long.MinValue;
    private long _dropped;

    /// <summary>Frames that were copied and overwritten before anyone took them.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Takes a copy when it is time for one. False: too soon after the last one analysed.</summary>
    public bool Offer(in MediaBuffer buffer, in VideoFormat format, long captureNs, ulong sequence)
    {
        if (captureNs < Volatile.Read(ref _notBeforeNs)) return false;
        _writing.Fill(buffer, format, captureNs, sequence);
        lock (_gate)
        {
            (_writing, _waiting) = (_waiting, _writing);
            if (_hasWaiting) _dropped++;
            _hasWaiting = true;
        }
        filled();
        return true;
    }

    /// <summary>Takes the newest frame; it stays valid until the next call.</summary>
    public bool TryTake(out Picture picture)
    {
        lock (_gate)
        {
            picture = _reading;
            if (!_hasWaiting) return false;
            (_waiting, _reading) = (_reading, _waiting);
            _hasWaiting = false;
            picture = _reading;
        }
        // A frame that is early by less than a tenth of the interval still counts as on time: cameras jitter.
        Volatile.Write(ref _notBeforeNs, picture.CaptureNs + minIntervalNs - minIntervalNs / 10);
        return true;
    }
}
