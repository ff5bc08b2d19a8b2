using Lookout.Vision.Embedding;
using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Providers;

namespace Lookout.Vision;

/// <summary>
/// Turns persons into embeddings by which one is found again, from behind too: by a re-identification model where the folder has one, else by the colours
/// they wear, which says much less (<see cref="IsDescriptor"/>). Holds the model's session until disposed. Not thread safe; after a few persons, embedding
/// allocates nothing.
/// </summary>
public sealed class BodyEmbedder : IDisposable
{
    /// <summary>The manifest that is looked for when none is named; none comes with Lookout.</summary>
    public const string DefaultModel = "osnet";

    private readonly LoadedModel<BodyOutput>? _model;

    private BodyEmbedder(LoadedModel<BodyOutput>? model) => _model = model;

    /// <summary>Whose embeddings these are: a manifest's name, '@' and 12 digits of the model's SHA-256, or the descriptor's name. Others cannot be compared.</summary>
    public string Model => _model?.Id ?? ColourStripes.Name;

    /// <summary>Numbers an embedding has.</summary>
    public int Length => _model?.Output.Length ?? ColourStripes.Length;

    /// <summary>Whether there is no model, and colours stand in for it.</summary>
    public bool IsDescriptor => _model is null;

    /// <summary>Loads the model that is named, or the default one if the folder has it.</summary>
    /// <param name="modelsDirectory">The folder with the models and their manifests.</param>
    /// <param name="model">The manifest's name, without its ending; empty: the default one, or colours.</param>
    /// <param name="inference">What runs it; null: the CPU.</param>
    /// <exception cref="ModelException">A manifest or model is missing, damaged, or not what it says.</exception>
    public static BodyEmbedder Load(string modelsDirectory, string model = "", Inference? inference = null)
    {
        if (model.Length == 0)
        {
            if (!File.Exists(ModelFile.ManifestPath(modelsDirectory, DefaultModel))) return new(null);
            model = DefaultModel;
        }
        return new(LoadedModel<BodyOutput>.Load(modelsDirectory, model, "body-embedding", inference));
    }

    /// <param name="frame">Is read, not kept.</param>
    /// <param name="persons">0..1 of the picture.</param>
    /// <param name="embeddings">Receives <see cref="Length"/> numbers for each: vectors of length 1, to be compared by cosine.</param>
    public void Embed(in YuvFrame frame, ReadOnlySpan<BoundingBox> persons, Span<float> embeddings)
    {
        if (embeddings.Length < persons.Length * Length) throw new ArgumentException("There is no room for the embeddings.", nameof(embeddings));
        if (_model is null) Describe(frame, persons, embeddings);
        else Embed(_model, frame, persons, embeddings);
    }

    public void Dispose() => _model?.Dispose();

    private static void Describe(in YuvFrame frame, ReadOnlySpan<BoundingBox> persons, Span<float> descriptors)
    {
        var picture = new YuvPlanes(frame);
        for (int i = 0; i < persons.Length; i++)
            ColourStripes.Describe(picture, persons[i], frame.Width, frame.Height, descriptors.Slice(i * ColourStripes.Length, ColourStripes.Length));
    }

    private static void Embed(LoadedModel<BodyOutput> model, in YuvFrame frame, ReadOnlySpan<BoundingBox> persons, Span<float> embeddings)
    {
        int length = model.Output.Length;
        Span<PixelRegion> parts = stackalloc PixelRegion[model.Input.MostPictures];
        for (int first = 0; first < persons.Length; first += model.Input.MostPictures)
        {
            int count = Math.Min(model.Input.MostPictures, persons.Length - first);
            for (int i = 0; i < count; i++) parts[i] = PixelRegion.Of(persons[first + i], frame.Width, frame.Height);
            model.FillMany(frame, parts[..count]);
            model.Run(count);
            Span<float> target = embeddings.Slice(first * length, count * length);
            model.Tensor(0)[..target.Length].CopyTo(target);
            for (int i = 0; i < count; i++) UnitVector.Normalise(target.Slice(i * length, length));
        }
    }
}
