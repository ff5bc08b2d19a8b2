namespace Lookout.Vision;

/// <summary>One object.</summary>
/// <param name="Box">0..1 of the upright picture, clipped to it.</param>
/// <param name="Score">The model's confidence, 0..1.</param>
/// <param name="Class">Index in <see cref="ObjectDetector.Classes"/>.</param>
public readonly record struct DetectedObject(BoundingBox Box, float Score, int Class);
