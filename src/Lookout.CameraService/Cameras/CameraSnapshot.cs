using Lookout.Link;

namespace Lookout.CameraService.Cameras;

/// <summary>What is known of one camera at one moment.</summary>
/// <param name="Name">As configured.</param>
/// <param name="Kind">From the configuration until camera-server says it.</param>
/// <param name="State">The newest state; its Camera is the index in the configuration.</param>
internal sealed record CameraSnapshot(string Name, CameraKind Kind, CameraState State)
{
    /// <summary>A camera that is online and whose newest frame is older than this delivers no frames, whatever it says.</summary>
    public static readonly TimeSpan FreshFrame = TimeSpan.FromSeconds(2);

    /// <summary>Age of the newest frame in nanoseconds, null when there never was one.</summary>
    public long? FrameAgeNs(long nowNs) => State.LastFrameNs == 0 ? null : Math.Max(0, nowNs - State.LastFrameNs);

    /// <summary>Whether frames really flow.</summary>
    public bool Flows(long nowNs) => State.Status == CameraStatus.Online && FrameAgeNs(nowNs) is { } age && age < FreshFrame.TotalNanoseconds;
}
