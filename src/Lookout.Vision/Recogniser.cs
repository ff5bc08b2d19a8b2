namespace Lookout.Vision;

/// <summary>What the distance of two faces is.</summary>
public enum FaceMetric
{
    /// <summary>The length of the embeddings' difference: the same person is below the threshold.</summary>
    Euclidean,

    /// <summary>The cosine of the angle between the embeddings: the same person is above the threshold.</summary>
    Cosine,
}

/// <summary>How embeddings of faces are compared. Only embeddings of one model can be.</summary>
/// <param name="Model">Name of the manifest, '@' and the first 12 digits of the model's SHA-256: "dlib-face-resnet@6461149b50da".</param>
/// <param name="Length">Numbers an embedding has.</param>
/// <param name="Metric">How two are compared.</param>
/// <param name="Threshold">Where the same person ends, as the manifest says.</param>
public sealed record Recogniser(string Model, int Length, FaceMetric Metric, float Threshold);
