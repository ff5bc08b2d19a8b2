namespace Lookout.CameraServer.Legacy;

/// <summary>How long a client may take.</summary>
/// <param name="Idle">From one request to the next.</param>
/// <param name="Request">From a request's first byte to its last, picture included.</param>
/// <param name="Reply">For taking one reply, picture included.</param>
/// <param name="Frame">What it waits for a frame at most; clients of the old system give up after 2 s.</param>
internal sealed record LegacyTiming(TimeSpan Idle, TimeSpan Request, TimeSpan Reply, TimeSpan Frame)
{
    public static readonly LegacyTiming Default = new(
        TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1.5));
}
