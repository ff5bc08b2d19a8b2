using System.Diagnostics;
using Lookout.Vision.Faces;
using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Providers;

namespace Lookout.Vision;

/// <summary>
/// Finds faces in pictures. Holds one ONNX Runtime session and its tensors until disposed. Not thread safe: one thread at a time,
/// any number of cameras of any size. After the first frame of a size, detecting allocates nothing.
/// </summary>
public sealed class FaceDetector : IDisposable
{
    /// <summary>The manifest of the model that comes with Lookout.</summary>
    public const string DefaultModel = "face_detection_back_256x256_barracuda";

    private readonly LoadedModel<FaceOutput> _model;
    private readonly IFaceDecoder _decoder;

    private FaceDetector(LoadedModel<FaceOutput> model)
    {
        _model = model;
        _decoder = model.Output.Decoder(model.Input);
    }

    /// <inheritdoc cref="LoadedModel{TOutput}.Load"/>
    /// <param name="modelsDirectory">The folder with the model and its manifest, as tools/setup/models.sh fills it.</param>
    /// <param name="model">The manifest's name, without its ending: any layout of faces.</param>
    /// <param name="inference">What runs it; null: the CPU.</param>
    public static FaceDetector Load(string modelsDirectory, string model = DefaultModel, Inference? inference = null) =>
        new(LoadedModel<FaceOutput>.Load(modelsDirectory, model, "face-detection", inference));

    /// <summary>Finds the faces of one picture.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="faces">Receives the faces, best first; those that find no room are left out.</param>
    /// <param name="times">How long it took.</param>
    /// <returns>How many faces were written.</returns>
    public int Detect(in YuvFrame frame, Span<DetectedFace> faces, out DetectTimes times)
    {
        long start = Stopwatch.GetTimestamp();
        Letterbox letterbox = _model.Fill(frame);
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
