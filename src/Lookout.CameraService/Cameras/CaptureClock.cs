namespace Lookout.CameraService.Cameras;

/// <summary>CLOCK_MONOTONIC in nanoseconds, the clock frames are stamped with: TimeProvider.System ticks on it on Linux.</summary>
internal static class CaptureClock
{
    public static long NowNs(this TimeProvider time) => (long)(time.GetTimestamp() * (1e9 / time.TimestampFrequency));
}
