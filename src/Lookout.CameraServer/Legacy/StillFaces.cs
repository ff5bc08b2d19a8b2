using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Stills;
using Lookout.Vision;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// Looks for faces in pictures that clients send, one picture at a time, beside the models of the cameras. Models are loaded for the first
/// picture and then kept.
/// </summary>
/// <param name="models">Loads the models.</param>
/// <param name="recognise">Whether faces are turned into embeddings.</param>
internal sealed class StillFaces(ModelSet models, bool recognise) : IDisposable
{
    public const int MaxFaces = LargeFaces.MaxFaces;

    private readonly Lock _gate = new();
    private readonly BgrToYuv _yuv = new();
    private readonly FaceQuality[] _qualities = new FaceQuality[MaxFaces];
    private FaceDetector? _detector;
    private FaceEmbedder? _embedder;

    /// <summary>Whether there are embeddings at all.</summary>
    public bool Recognises => recognise;

    /// <param name="bgr">Rows without gaps.</param>
    /// <param name="width">1..1920.</param>
    /// <param name="height">1..1920.</param>
    /// <param name="faces">Receives the faces, largest first.</param>
    /// <param name="embeddings">Receives their embeddings, one after the other; empty without recognition.</param>
    /// <param name="model">Whose they are; empty without recognition.</param>
    /// <param name="inferenceMs">How long the detector took.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ModelException">There is no model that can be used.</exception>
    public int Find(
        ReadOnlySpan<byte> bgr, int width, int height, Span<DetectedFace> faces, out float[] embeddings, out string model, out double inferenceMs)
    {
        lock (_gate)
        {
            _detector ??= models.Faces();
            YuvFrame frame = _yuv.Convert(bgr, width, height);
            int count = new LargeFaces(_detector).Detect(frame, faces, out inferenceMs);
            (embeddings, model) = ([], "");
            if (!recognise) return count;
            FaceEmbedder embedder = Embedder();
            model = embedder.Recogniser.Model;
            embeddings = new float[count * embedder.Recogniser.Length];
            embedder.Embed(frame, faces[..count], embeddings, _qualities);
            return count;
        }
    }

    /// <summary>The embedding of a face that the client has aligned: 112 x 112 pixels, BGR.</summary>
    /// <exception cref="ModelException">There is no model that can be used.</exception>
    public float[] Embed(ReadOnlySpan<byte> bgr, out string model)
    {
        lock (_gate)
        {
            FaceEmbedder embedder = Embedder();
            model = embedder.Recogniser.Model;
            var embedding = new float[embedder.Recogniser.Length];
            embedder.EmbedAligned(bgr, embedding);
            return embedding;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _detector?.Dispose();
            _embedder?.Dispose();
        }
    }

    private FaceEmbedder Embedder() => _embedder ??= models.FaceEmbedding();
}
