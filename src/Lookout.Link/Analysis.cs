namespace Lookout.Link;

/// <summary>One face. All coordinates are 0..1 of the upright picture.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Score">Confidence, 0..1.</param>
/// <param name="Landmarks">x,y pairs in the model's order.</param>
public sealed record Face(float X, float Y, float Width, float Height, float Score, IReadOnlyList<float> Landmarks);

/// <summary>What was seen on one frame.</summary>
/// <param name="Camera">Index in <see cref="Hello.Cameras"/>.</param>
/// <param name="Sequence">The frame's number, the same as its access unit's.</param>
/// <param name="CaptureNs">The frame's capture time on CLOCK_MONOTONIC, the same as its access unit's.</param>
/// <param name="Faces">Possibly none.</param>
/// <param name="PreprocessMs">Milliseconds from picture to tensor.</param>
/// <param name="InferenceMs">Milliseconds in the model.</param>
public sealed record Analysis(int Camera, ulong Sequence, long CaptureNs, IReadOnlyList<Face> Faces, double PreprocessMs, double InferenceMs);
