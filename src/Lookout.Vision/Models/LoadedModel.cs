using Lookout.Vision.Preprocess;
using Lookout.Vision.Providers;

namespace Lookout.Vision.Models;

/// <summary>A model that takes one picture: its session, its manifest's output, and the way from a picture to its input. Not thread safe.</summary>
internal sealed class LoadedModel<TOutput> : IDisposable, ITensors where TOutput : ModelOutput
{
    private const int IdDigits = 12;

    private readonly OnnxModel _model;
    private readonly Preprocessor _preprocessor;
    private readonly PlaneModels? _planes;
    private readonly int _pictureLength;
    private readonly Letterbox[] _letterboxes;

    // Where the picture lies that the next run is for; null: in the tensor.
    private PlaneModel? _filled;

    private LoadedModel(OnnxModel model, PlaneModels? planes, string id, ModelInput input, TOutput output)
    {
        _model = model;
        _planes = planes;
        Id = id;
        _preprocessor = new Preprocessor(input.Format);
        _pictureLength = input.Format.Length;
        _letterboxes = new Letterbox[input.MostPictures];
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
        if (task is not null && manifest.Task != task)
            throw new ModelException(path, $"the manifest does not fit: its task is {manifest.Task}, not {task}", $"Name a model whose task is {task}; tools/setup/models.sh fetches one.");
        string? problem = output is null ? $"its output is of another kind than this version reads for {task}" : manifest.Problem;
        if (problem is not null)
            throw new ModelException(path, $"the manifest does not fit: {problem}", "Fetch the model again with tools/setup/models.sh.");
        byte[] file = ModelFile.ReadModel(directory, manifest);
        string modelPath = Path.Combine(directory, manifest.File);
        TensorShape[] outputs = [.. output!.Tensors(manifest.Input)];
        inference ??= Inference.OnCpu;
        var model = new OnnxModel(modelPath, file, manifest.Input.Shape, outputs, manifest.Input.MostPictures, inference);
        PlaneModels? planes = PlaneModels.Suit(modelPath, manifest.Input, inference) ? new(modelPath, file, manifest.Input, outputs, inference) : null;
        return new(model, planes, $"{name}@{manifest.Sha256[..IdDigits]}", manifest.Input, output);
    }

    /// <summary>Puts a picture into the input: into the tensor, or, on a GPU, as it is.</summary>
    public Letterbox Fill(in YuvFrame frame)
    {
        if (_planes?.For(frame) is not { } planes) return _preprocessor.Fill(frame, Picture(0));
        _filled = planes;
        return planes.Fill(frame);
    }

    /// <summary>Puts parts of a picture into the input, a batch at most.</summary>
    public void FillMany(in YuvFrame frame, ReadOnlySpan<PixelRegion> parts)
    {
        _filled = null;
        _preprocessor.FillMany(frame, parts, _model.Input, _letterboxes);
    }

    /// <summary>One picture's part of the input tensor.</summary>
    public TensorSpan Picture(int index)
    {
        _filled = null;
        return _model.Input.Slice(index * _pictureLength, _pictureLength);
    }

    /// <summary>Runs the model on the first pictures that were filled in.</summary>
    public void Run(int count = 1)
    {
        if (_filled is not null) _filled.Run();
        else _model.Run(count);
    }

    /// <summary>Output tensor <paramref name="index"/>, in the order of the loading, as the last run left it: picture by picture.</summary>
    public ReadOnlySpan<float> Tensor(int index) => _filled is not null ? _filled.Output(index) : _model.Output(index);

    public void Dispose()
    {
        _planes?.Dispose();
        _model.Dispose();
    }
}
