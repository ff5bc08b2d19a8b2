namespace Lookout.Link;

/// <summary>One person with an id that stays. All coordinates are 0..1 of the upright picture.</summary>
/// <param name="Id">From 1 on; the same person on other frames has the same.</param>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Score">The detector's confidence, 0..1.</param>
/// <param name="Keypoints">x, y, score for each keypoint of COCO in its order; empty when nobody looked.</param>
/// <param name="Face">The face last found in the region of the head, on the box as it is now; null when there was none within 1.5 s.</param>
public sealed record Person(int Id, float X, float Y, float Width, float Height, float Score, IReadOnlyList<float> Keypoints, Face? Face);

/// <summary>The people seen on one frame.</summary>
/// <param name="Camera">Index in <see cref="Hello.Cameras"/>.</param>
/// <param name="Sequence">The frame's number, the same as its access unit's.</param>
/// <param name="CaptureNs">The frame's capture time on CLOCK_MONOTONIC, the same as its access unit's.</param>
/// <param name="Persons">Possibly none.</param>
/// <param name="DetectMs">Milliseconds from picture to persons.</param>
/// <param name="PoseMs">Milliseconds for all keypoints.</param>
public sealed record People(int Camera, ulong Sequence, long CaptureNs, IReadOnlyList<Person> Persons, double DetectMs, double PoseMs);
