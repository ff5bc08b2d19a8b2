using Lookout.CameraServer.Sources;

namespace Lookout.CameraServer.Tests;

/// <summary>Time that passes only by waiting for it.</summary>
internal sealed class SteppedPacer : IPacer
{
    public long NowNs { get; set; } = 1_000_000_000;

    public bool WaitUntil(long timeNs)
    {
        NowNs = Math.Max(NowNs, timeNs);
        return true;
    }
}
