namespace Lookout.Rtc.Congestion;

/// <summary>What an estimate begins with and stays within, in bits per second.</summary>
/// <param name="StartBps">Taken for true until something is known.</param>
/// <param name="MinBps">Never less, however bad the path is: below, the stream is of no use.</param>
/// <param name="MaxBps">Never more, and never probed for: all that a viewer can be sent.</param>
public readonly record struct BandwidthLimits(long StartBps, long MinBps, long MaxBps)
{
    internal long Clamp(long bps) => Math.Clamp(bps, MinBps, MaxBps);
}
