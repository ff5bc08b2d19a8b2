using Lookout.E2E.Harness.Media;

namespace Lookout.E2E.Harness.Browser;

/// <summary>What the page says it drew over the frame it presented (events lookout-frame and lookout-overlay).</summary>
/// <param name="At">When, page milliseconds.</param>
/// <param name="Camera">The camera's name.</param>
/// <param name="Presented">RTP timestamp of the frame presented.</param>
/// <param name="Rtp">RTP timestamp of the frame the faces were found in.</param>
/// <param name="Exact">Whether it says that both are one frame.</param>
/// <param name="AgeMs">How much older than the presented frame it says the analysed one is.</param>
/// <param name="Boxes">Boxes drawn: left, top, width, height in shares of the picture.</param>
public sealed record DrawnOverlay(double At, string Camera, uint Presented, uint Rtp, bool Exact, double AgeMs, IReadOnlyList<double[]> Boxes)
{
    /// <summary>Milliseconds from the analysed frame to the presented one, by their RTP timestamps.</summary>
    public double RtpAgeMs => unchecked((int)(Presented - Rtp)) / 90.0;

    /// <summary>The boxes drawn.</summary>
    public IEnumerable<Box> Faces => Boxes.Select(box => new Box(box[0], box[1], box[2], box[3]));
}
