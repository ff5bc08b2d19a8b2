using Lookout.Rtc.Ice;

namespace Lookout.CameraService.WebRtc.Diagnosis;

/// <summary>What a diagnosis wants to know that the session itself does not.</summary>
/// <param name="Origin">By which way the offer came; null for a session we opened.</param>
/// <param name="Ours">The candidates we told the peer.</param>
internal sealed record SessionBackground(ViewerOrigin? Origin, IReadOnlyList<IceCandidate> Ours)
{
    public static readonly SessionBackground None = new(null, []);
}
