using System.Diagnostics;

namespace Lookout.CameraService.WebRtc;

/// <summary>CLOCK_MONOTONIC, on which captures are stamped too.</summary>
internal static class MonotonicClock
{
    private const long NanosecondsPerTick = 100;

    // On Linux the Stopwatch counts nanoseconds of CLOCK_MONOTONIC.
    public static long Nanoseconds => Stopwatch.GetTimestamp();

    public static TimeSpan Now => TimeSpan.FromTicks(Nanoseconds / NanosecondsPerTick);
}
