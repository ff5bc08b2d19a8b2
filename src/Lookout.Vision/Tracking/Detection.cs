namespace Lookout.Vision.Tracking;

/// <summary>What a detector saw.</summary>
/// <param name="Box">In units that are equally long both ways, such as pixels.</param>
/// <param name="Score">Confidence, 0..1.</param>
public readonly record struct Detection(BoundingBox Box, float Score);
