using System.Diagnostics;
using Lookout.Vision.BlazeFace;
using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision;

/// <summary>
/// Finds faces in pictures. Holds one ONNX Runtime session and its tensors until disposed. Not thread safe: one thread at a time,
/// any number of cameras of any size. After the first frame of a size, detecting allocates nothing.
/// </summary>
public sealed class FaceDetector : IDisposable
{
    private const string Manifest = "face_detection_back_256x256_barracuda.json";

    private readonly OnnxModel _model;
    private readonly BlazeFaceModel _decoder;
    private readonly Preprocessor _preprocessor;

    private FaceDetector(OnnxModel model, ModelManifest manifest)
    {
        _model = model;
        _decoder = new BlazeFaceModel(manifest);
        _preprocessor = new Preprocessor(manifest.Input.Width, manifest.Input.Height, manifest.Input.Mean, manifest.Input.Scale);
    }

    /// <summary>Loads the face model; takes some tens of milliseconds.</summary>
    /// <param name="modelsDirectory">The folder with the model and its manifest, as tools/setup/models.sh fills it.</param>
    /// <exception cref="ModelException">A file is missing, damaged, or not what its manifest says.</exception>
    public static FaceDetector Load(string modelsDirectory)
    {
        string path = Path.Combine(modelsDirectory, Manifest);
        ModelManifest manifest = ModelFile.ReadManifest(path);
        FaceManifest.Require(path, manifest);
        byte[] model = ModelFile.ReadModel(modelsDirectory, manifest);
        var input = new TensorShape(manifest.Input.Name, [1, manifest.Input.Height, manifest.Input.Width, 3]);
        return new(new OnnxModel(Path.Combine(modelsDirectory, manifest.File), model, input, BlazeFaceModel.Outputs(manifest)), manifest);
    }

    /// <summary>Finds the faces of one picture.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="faces">Receives the faces, best first; those that find no room are left out.</param>
    /// <param name="times">How long it took.</param>
    /// <returns>How many faces were written.</returns>
    public int Detect(in YuvFrame frame, Span<DetectedFace> faces, out DetectTimes times)
    {
        long start = Stopwatch.GetTimestamp();
        Letterbox letterbox = _preprocessor.Fill(frame, _model.Input);
        long preprocessed = Stopwatch.GetTimestamp();
        _model.Run();
        int found = _decoder.Decode(_model, letterbox, faces);
        times = new(
            Stopwatch.GetElapsedTime(start, preprocessed).TotalMilliseconds,
            Stopwatch.GetElapsedTime(preprocessed).TotalMilliseconds);
        return found;
    }

    public void Dispose() => _model.Dispose();
}
