using Lookout.Link;
using Lookout.Vision;

namespace Lookout.CameraServer.Analysis;

/// <summary>Turns faces into likenesses: embedding, quality and the aligned picture. Owns its embedder.</summary>
internal sealed class FaceSampler(FaceEmbedder embedder) : IDisposable
{
    private readonly float[] _embeddings = new float[HeadFaces.MostFound * embedder.Recogniser.Length];
    private readonly FaceQuality[] _qualities = new FaceQuality[HeadFaces.MostFound];

    /// <summary>How they are compared.</summary>
    public Measure Measure { get; } = MeasureOf(embedder.Recogniser);

    /// <param name="frame">Is read, not kept.</param>
    /// <param name="faces">Faces of that picture, at most <see cref="HeadFaces.MostFound"/>.</param>
    /// <param name="tracks">For each the person's id.</param>
    /// <returns>A likeness for each face that can be aligned.</returns>
    public List<Likeness> Take(in YuvFrame frame, ReadOnlySpan<DetectedFace> faces, ReadOnlySpan<int> tracks)
    {
        int length = embedder.Recogniser.Length;
        embedder.Embed(frame, faces, _embeddings, _qualities);
        var likenesses = new List<Likeness>(faces.Length);
        for (int i = 0; i < faces.Length; i++)
        {
            ReadOnlySpan<float> embedding = _embeddings.AsSpan(i * length, length);
            if (Embeddings.IsNothing(embedding)) continue;
            var picture = new byte[3 * LinkProtocol.PictureSide * LinkProtocol.PictureSide];
            embedder.Crop(frame, faces[i], LinkProtocol.PictureSide, picture);
            likenesses.Add(new Likeness(tracks[i], _qualities[i].Overall, _qualities[i].EyeDistance, _qualities[i].Sharpness, Embeddings.ToBytes(embedding), picture));
        }
        return likenesses;
    }

    public void Dispose() => embedder.Dispose();

    public static Measure MeasureOf(Recogniser recogniser) =>
        new(recogniser.Model, recogniser.Metric == FaceMetric.Cosine ? Measure.Cosine : Measure.Euclidean, recogniser.Threshold);
}
