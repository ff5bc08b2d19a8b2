namespace Lookout.Link;

/// <summary>What embeddings come from, and so which may be compared and how.</summary>
/// <param name="Model">The model's name and the start of its hash; embeddings of different models say nothing about each other.</param>
/// <param name="Metric"><see cref="Euclidean"/> or <see cref="Cosine"/>.</param>
/// <param name="Threshold">The model's own limit for "the same person".</param>
public sealed record Measure(string Model, string Metric, float Threshold)
{
    /// <summary>The smaller the distance, the more alike.</summary>
    public const string Euclidean = "euclidean";

    /// <summary>The larger the cosine, the more alike.</summary>
    public const string Cosine = "cosine";
}
