namespace Lookout.E2E.Harness.Browser;

/// <summary>How many whole frames a peer connection's video has received, as getStats tells it.</summary>
/// <param name="At">When the browser counted, milliseconds since the epoch.</param>
/// <param name="Frames">Frames received since the peer connection was made.</param>
public sealed record ReceivedFrames(double At, long Frames)
{
    /// <summary>Frames received a second since an earlier count.</summary>
    public double RateSince(ReceivedFrames earlier) => (Frames - earlier.Frames) * 1000 / (At - earlier.At);
}
