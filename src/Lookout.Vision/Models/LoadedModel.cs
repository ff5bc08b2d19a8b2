using Lookout.Vision.Preprocess;
using Lookout.Vision.Providers;

namespace Lookout.Vision.Models;

/// <summary>A model that takes one picture: its session, its manifest's output, and the way from a picture to its input. Not thread safe.</summary>
internal sealed class LoadedModel<TOutput> : IDisposable, ITensors where TOutput : ModelOutput
{
    private const int IdDigits = 12;

    private readonly OnnxModel _model;
    private readonly Preprocessor _preprocessor;
    private readonly int _pictureLength;

    private LoadedModel(OnnxModel model, string id, ModelInput input, TOutput output)
    {
        _model = model;
        Id = id;
        _preprocessor = new Preprocessor(input.Format);
        _pictureLength = input.Format.Length;
        Input = input;
        Output = output;
    }

    /// <summary>Name of the manifest, '@' and the first 12 digits of the model's SHA-256: which numbers came from the same model.</summary>
    public string Id { get; }

    public ModelInput Input { get; }

    public TOutput Output { get; }

    /// <summary>Loads the model of a manifest; takes some tens of milliseconds.</summary>
    /// <param name="directory">The folder with the model and its manifest, as tools/setup/models.sh fills it.</param>
    /// <param name="name">The manifest's name, without its ending.</param>
    /// <param name="task">What the model must be for; null: anything.</param>
    /// <param name="inference">What runs it; null: the CPU.</param>
    /// <exception cref="ModelException">A file is missing, damaged, or not what its manifest says.</exception>
    public static LoadedModel<TOutput> Load(string directory, string name, string? task, Inference? inference = null)
    {
        string path = ModelFile.ManifestPath(directory, name);
        ModelManifest manifest = ModelFile.ReadManifest(path);
        var output = manifest.Output as TOutput;
        string? problem =
            task is not null && manifest.Task != task ? $"its task is {manifest.Task}, not {task}" :
            output is null ? $"its output is of another kind than this version reads for {task}" :
            manifest.Problem;
        if (problem is not null)
            throw new ModelException(path, $"the manifest does not fit: {problem}", "Fetch the model again with tools/setup/models.sh.");
        byte[] file = ModelFile.ReadModel(directory, manifest);
        var model = new OnnxModel(
            Path.Combine(directory, manifest.File), file, manifest.Input.Shape, output!.Tensors(manifest.Input), manifest.Input.MostPictures, inference);
        return new(model, $"{name}@{manifest.Sha256[..IdDigits]}", manifest.Input, output);
    }

    /// <summary>Puts a picture into the input tensor, at a place of the batch.</summary>
    public Letterbox Fill(in YuvFrame frame, int index = 0) => _preprocessor.Fill(frame, Picture(index));

    /// <summary>One picture's part of the input tensor.</summary>
    public Span<float> Picture(int index) => _model.Input.Slice(index * _pictureLength, _pictureLength);

    /// <summary>Runs the model on the first pictures that were filled in.</summary>
    public void Run(int count = 1) => _model.Run(count);

    /// <summary>Output tensor <paramref name="index"/>, in the order of the loading, as the last run left it: picture by picture.</summary>
    public ReadOnlySpan<float> Tensor(int index) => _model.Output(index);

    public void Dispose() => _model.Dispose();
}
