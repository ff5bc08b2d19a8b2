using Lookout.Vision.Embedding;
using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Providers;

namespace Lookout.Vision;

/// <summary>
/// Turns faces into embeddings: numbers that lie close together for one person. Holds one ONNX Runtime session and its tensors until
/// disposed. Not thread safe; after the first call, embedding allocates nothing.
/// </summary>
public sealed class FaceEmbedder : IDisposable
{
    /// <summary>The manifest of the model that comes with Lookout.</summary>
    public const string DefaultModel = "dlib-face-resnet";

    private readonly LoadedModel<EmbeddingOutput> _model;
    private readonly FaceTemplate _template;
    private readonly AffineWarp _warp;
    private readonly AlignedPicture _aligned = new();
    private FaceCrop? _crop;

    private FaceEmbedder(LoadedModel<EmbeddingOutput> model)
    {
        _model = model;
        _template = new FaceTemplate(model.Output.Points);
        _warp = new AffineWarp(model.Input.Format);
        Recogniser = new Recogniser(model.Id, model.Output.Length, model.Output.FaceMetric, model.Output.Threshold);
    }

    /// <summary>Whose embeddings these are and how they are compared.</summary>
    public Recogniser Recogniser { get; }

    /// <summary>Faces that one run of the model takes; more of them are several runs.</summary>
    public int MostFaces => _model.Input.MostPictures;

    /// <inheritdoc cref="LoadedModel{TOutput}.Load"/>
    /// <param name="modelsDirectory">The folder with the model and its manifest, as tools/setup/models.sh fills it.</param>
    /// <param name="model">The manifest's name, without its ending: any embedding of faces.</param>
    /// <param name="inference">What runs it; null: the CPU.</param>
    public static FaceEmbedder Load(string modelsDirectory, string model = DefaultModel, Inference? inference = null) =>
        new(LoadedModel<EmbeddingOutput>.Load(modelsDirectory, model, "face-embedding", inference));

    /// <summary>Live, enrolment and still pictures all come this way: turned by the landmarks to the model's template, bilinear, straight from the picture.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="faces">Faces of that picture.</param>
    /// <param name="embeddings">Receives <see cref="Recogniser.Length"/> numbers for each; all zeros for landmarks that are no face's.</param>
    /// <param name="qualities">Receives one for each.</param>
    public void Embed(in YuvFrame frame, ReadOnlySpan<DetectedFace> faces, Span<float> embeddings, Span<FaceQuality> qualities)
    {
        if (embeddings.Length < faces.Length * Recogniser.Length) throw new ArgumentException("There is no room for the embeddings.", nameof(embeddings));
        if (qualities.Length < faces.Length) throw new ArgumentException("There is no room for the qualities.", nameof(qualities));
        var picture = new YuvPlanes(frame);
        for (int first = 0; first < faces.Length; first += MostFaces)
        {
            int count = Math.Min(MostFaces, faces.Length - first);
            for (int i = 0; i < count; i++)
            {
                ref readonly DetectedFace face = ref faces[first + i];
                bool fits = Fill(picture, face, frame.Width, frame.Height, i);
                qualities[first + i] = fits
                    ? QualityMeter.Measure(face, frame.Width, frame.Height, _warp.Luma, _model.Input.Width, _template.EyeDistance)
                    : default;
            }
            Run(count, embeddings.Slice(first * Recogniser.Length, count * Recogniser.Length));
        }
        for (int i = 0; i < faces.Length; i++)
        {
            if (qualities[i] == default) embeddings.Slice(i * Recogniser.Length, Recogniser.Length).Clear();
        }
    }

    /// <summary>One face that somebody else has aligned: 112 x 112 pixels, blue, green, red, rows without gaps, its points at ArcFace's template.</summary>
    public void EmbedAligned(ReadOnlySpan<byte> bgr, Span<float> embedding)
    {
        if (embedding.Length < Recogniser.Length) throw new ArgumentException("There is no room for the embedding.", nameof(embedding));
        YuvPlanes picture = _aligned.Read(bgr);
        Fill(picture, AlignedPicture.Face, AlignedPicture.Side, AlignedPicture.Side, 0);
        Run(1, embedding[..Recogniser.Length]);
    }

    /// <summary>A face as the model sees it, for human eyes.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="face">Of that picture.</param>
    /// <param name="side">Of the crop, in pixels.</param>
    /// <param name="rgb">Receives side x side pixels: red, green, blue, rows without gaps; black for landmarks that are no face's.</param>
    public void Crop(in YuvFrame frame, in DetectedFace face, int side, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        if (rgb.Length < 3 * side * side) throw new ArgumentException("There is no room for the picture.", nameof(rgb));
        if (_crop is null || _crop.Side != side) _crop = new FaceCrop(side);
        if (_template.TryFit(face, frame.Width, frame.Height, out Similarity toPicture))
            _crop.Write(new YuvPlanes(frame), toPicture, (float)_model.Input.Width / side, rgb);
        else
            rgb[..(3 * side * side)].Clear();
    }

    public void Dispose() => _model.Dispose();

    private bool Fill(in YuvPlanes picture, in DetectedFace face, int width, int height, int slot)
    {
        if (!_template.TryFit(face, width, height, out Similarity toPicture)) return false;
        _warp.Fill(picture, toPicture, _model.Picture(slot));
        return true;
    }

    private void Run(int count, Span<float> embeddings)
    {
        _model.Run(count);
        _model.Tensor(0)[..embeddings.Length].CopyTo(embeddings);
        if (!_model.Output.Normalise) return;
        for (int i = 0; i < count; i++) UnitVector.Normalise(embeddings.Slice(i * Recogniser.Length, Recogniser.Length));
    }
}
