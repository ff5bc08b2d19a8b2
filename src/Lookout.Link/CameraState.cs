namespace Lookout.Link;

/// <summary>The newest word on one camera. Counters never go down within one instance of camera-server.</summary>
/// <param name="Camera">Index in <see cref="Hello.Cameras"/>.</param>
/// <param name="Status">Whether frames come.</param>
/// <param name="Reason">Why not, in words for the viewer; empty when online.</param>
/// <param name="Width">Upright picture width in pixels, 0 when unknown.</param>
/// <param name="Height">Upright picture height in pixels, 0 when unknown.</param>
/// <param name="Fps">Measured frames a second.</param>
/// <param name="Frames">Frames captured since the start of camera-server.</param>
/// <param name="LastFrameNs">CLOCK_MONOTONIC of the newest frame, 0 = never.</param>
/// <param name="Restarts">How often the capture was reopened.</param>
/// <param name="Dropped">Frames lost between capture and the link.</param>
public sealed record CameraState(
    int Camera,
    CameraStatus Status,
    string Reason,
    int Width,
    int Height,
    double Fps,
    long Frames,
    long LastFrameNs,
    long Restarts,
    long Dropped)
{
    /// <summary>Of those in <see cref="LinkCamera.Renditions"/>, in that order; empty before the camera was first opened.</summary>
    public IReadOnlyList<RenditionState> Renditions { get; init; } = [];
}
