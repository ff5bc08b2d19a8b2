namespace Lookout.CameraServer.Encoding;

/// <summary>
/// What a camera does without while its pictures take nearly all the time there is: first analysis, then the half rendition (its
/// viewers have the quarter), then the quarter. The full one stays. One step down each 2 s; up again after 10 s of ease, and
/// later each time that was too early. Of one thread; times are nanoseconds of one monotonic clock.
/// </summary>
internal sealed class LoadShedding
{
    private const long WindowNs = 1_000_000_000;
    private const double Busy = 0.85;
    private const double Easy = 0.5;
    private const int MostSteps = 3;
    private const int BusyWindows = 2;
    private const int FirstPatience = 10;
    private const int MostPatience = 160;

    private long _startNs = -1;
    private long _busyNs;
    private bool _behind;
    private int _steps;
    private int _busy;
    private int _easy;
    private int _sinceUp = MostPatience;
    private int _patience = FirstPatience;

    /// <summary>Whether frames are analysed once a second only.</summary>
    public bool AnalysisRests => _steps >= 1;

    /// <summary>Whether there is time for a rendition.</summary>
    public bool Allows(byte rendition) => rendition switch
    {
        Rendition.Half => _steps < 2,
        Rendition.Quarter => _steps < 3,
        _ => true,
    };

    /// <summary>Pictures had to be left out since there was no time for them.</summary>
    public void FellBehind() => _behind = true;

    /// <summary>Work on a picture is done.</summary>
    /// <param name="startedNs">When it began.</param>
    /// <param name="nowNs">Now.</param>
    public void Worked(long startedNs, long nowNs)
    {
        if (_startNs < 0) _startNs = startedNs;
        _busyNs += nowNs - startedNs;
        if (nowNs - _startNs < WindowNs) return;
        Judge(_behind ? 1 : (double)_busyNs / (nowNs - _startNs));
        (_startNs, _busyNs, _behind) = (nowNs, 0, false);
    }

    private void Judge(double share)
    {
        _sinceUp = Math.Min(_sinceUp + 1, MostPatience);
        if (share >= Busy)
        {
            _easy = 0;
            if (++_busy < BusyWindows || _steps == MostSteps) return;
            _busy = 0;
            // What was taken up again just now is what there is no time for.
            _patience = _sinceUp <= FirstPatience ? Math.Min(2 * _patience, MostPatience) : _steps == 0 ? FirstPatience : _patience;
            _steps++;
            return;
        }
        _busy = 0;
        _easy = share < Easy ? _easy + 1 : 0;
        if (_steps == 0 || _easy < _patience) return;
        _steps--;
        _easy = 0;
        _sinceUp = 0;
    }
}
