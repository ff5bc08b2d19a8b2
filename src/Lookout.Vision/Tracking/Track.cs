namespace Lookout.Vision.Tracking;

/// <summary>An object that was seen on this frame.</summary>
/// <param name="Id">From 1 on, never used twice by one tracker.</param>
/// <param name="Detection">Index of the detection it was seen as.</param>
/// <param name="Box">The filter's estimate, in the detections' units; the detection's own box is the sharper one to draw.</param>
/// <param name="Age">Updates since it was first seen.</param>
public readonly record struct Track(int Id, int Detection, BoundingBox Box, int Age);
