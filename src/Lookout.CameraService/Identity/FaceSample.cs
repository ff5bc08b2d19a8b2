namespace Lookout.CameraService.Identity;

/// <summary>Where a sample came from; on the wire and in the database "upload" and "track".</summary>
internal enum SampleSource
{
    Upload,
    Track,
}

/// <summary>One look at a person's face that others are compared with. Its picture stays in the database.</summary>
/// <param name="Id">Random.</param>
/// <param name="TakenAt">When it was enrolled.</param>
/// <param name="Source">An upload, or a camera.</param>
/// <param name="Quality">0..1 as the embedder said.</param>
/// <param name="Model">What made the embedding: only embeddings of one model can be compared.</param>
/// <param name="Embedding">Never leaves this process.</param>
internal sealed record FaceSample(string Id, DateTimeOffset TakenAt, SampleSource Source, float Quality, string Model, float[] Embedding);

/// <summary>A face that was said not to be this person's. It is another's, so it is kept no longer than a stranger's face is.</summary>
internal sealed record NegativeSample(string Id, DateTimeOffset Expires, string Model, float[] Embedding);
