namespace Lookout.Vision;

/// <summary>How well a picture of a face will be recognised.</summary>
/// <param name="Overall">0..1: the geometric mean of size, sharpness and frontality. What a gallery decides on.</param>
/// <param name="EyeDistance">From eye to eye, in pixels of the picture.</param>
/// <param name="Sharpness">0..1: 0.5 and more in focus and of the size the model wants; under 0.3 out of focus, or very small.</param>
/// <param name="Frontal">0..1: 1 looks straight at the camera, 0 is a profile.</param>
public readonly record struct FaceQuality(float Overall, float EyeDistance, float Sharpness, float Frontal);
