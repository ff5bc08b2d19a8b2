namespace Lookout.Vision;

/// <summary>How long one detection took, in milliseconds of wall time.</summary>
/// <param name="PreprocessMs">From the picture to the model's input tensor.</param>
/// <param name="InferenceMs">The model's run, and the decoding of what it gave.</param>
public readonly record struct DetectTimes(double PreprocessMs, double InferenceMs);
