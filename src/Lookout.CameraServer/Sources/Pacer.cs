using System.Diagnostics;

namespace Lookout.CameraServer.Sources;

/// <summary>Real time. Waits in short slices and calls <paramref name="turn"/> in each, so a slow clip is no stuck thread.</summary>
internal sealed class Pacer(Action turn, CancellationToken stop) : IPacer
{
    private const long NsPerMs = 1_000_000;
    private const int SliceMs = 200;
    private readonly WaitHandle _stopped = stop.WaitHandle;

    public long NowNs => Stopwatch.GetTimestamp();

    public bool WaitUntil(long timeNs)
    {
        while (true)
        {
            if (stop.IsCancellationRequested) return false;
            long left = timeNs - NowNs;
            if (left <= 0) return true;
            // Rounded up: a frame is never handed out before its time.
            if (_stopped.WaitOne((int)Math.Min(SliceMs, (left + NsPerMs - 1) / NsPerMs))) return false;
            turn();
        }
    }
}
