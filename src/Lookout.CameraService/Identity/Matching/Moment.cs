namespace Lookout.CameraService.Identity.Matching;

/// <summary>Now, on both clocks: durations are counted on the first, consents and labels are on the second.</summary>
/// <param name="Ns">CLOCK_MONOTONIC.</param>
/// <param name="Utc">The wall clock, which may be set back or forth at any time.</param>
internal readonly record struct Moment(long Ns, DateTimeOffset Utc)
{
    public static long Seconds(double seconds) => (long)(seconds * 1e9);
}
