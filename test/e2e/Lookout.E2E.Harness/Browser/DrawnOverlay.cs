using Lookout.E2E.Harness.Media;

namespace Lookout.E2E.Harness.Browser;

/// <summary>One `lookout-frame` event: what the page drew over the frame it presented.</summary>
/// <param name="Camera">The camera's name.</param>
/// <param name="Rtp">RTP timestamp of the frame presented.</param>
/// <param name="AnalysisRtp">RTP timestamp of the frame the faces were found in; null when nothing is drawn.</param>
/// <param name="AgeMs">How old the drawn faces are against the frame, as the page says it; 0 on their own frame.</param>
/// <param name="Faces">Boxes drawn, shares of the picture.</param>
public sealed record DrawnOverlay(string Camera, uint Rtp, uint? AnalysisRtp, double? AgeMs, IReadOnlyList<Box> Faces);
