using Lookout.E2E.Harness.Media;

namespace Lookout.E2E.Harness.Browser;

/// <summary>The people the page says it drew over the frame it presented (event lookout-frame).</summary>
/// <param name="At">When, page milliseconds.</param>
/// <param name="Camera">The camera's name.</param>
/// <param name="Presented">RTP timestamp of the frame presented.</param>
/// <param name="Rtp">RTP timestamp of the frame the people were found in.</param>
/// <param name="AgeMs">How much older than the presented frame it says the analysed one is.</param>
/// <param name="Boxes">Boxes drawn: left, top, width, height in shares of the picture.</param>
/// <param name="Ids">Of the same people.</param>
/// <param name="Poses">How many were drawn with a skeleton.</param>
/// <param name="Labels">The label of each; empty where none was drawn.</param>
public sealed record DrawnPeople(
    double At, string Camera, uint Presented, uint Rtp, double AgeMs, IReadOnlyList<double[]> Boxes, IReadOnlyList<int> Ids, int Poses,
    IReadOnlyList<string> Labels)
{
    /// <summary>Milliseconds from the analysed frame to the presented one, by their RTP timestamps.</summary>
    public double RtpAgeMs => unchecked((int)(Presented - Rtp)) / 90.0;

    /// <summary>The box of one of them; null when it was not drawn.</summary>
    public Box? BoxOf(int id)
    {
        for (int i = 0; i < Ids.Count; i++)
        {
            if (Ids[i] == id) return new Box(Boxes[i][0], Boxes[i][1], Boxes[i][2], Boxes[i][3]);
        }
        return null;
    }
}
