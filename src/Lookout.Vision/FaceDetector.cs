using System.Diagnostics;
using Lookout.Vision.BlazeFace;
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
    private const string Manifest = "face_detection_back_256x256_barracuda";

    private readonly LoadedModel<BlazeFaceOutput> _model;
    private readonly BlazeFaceDecoder _decoder;

    private FaceDetector(LoadedModel<BlazeFaceOutput> model)
    {
        _model = model;
        _decoder = new BlazeFaceDecoder(model.Input, model.Output);
    }

    /// <inheritdoc cref="LoadedModel{TOutput}.Load"/>
    /// <param name="modelsDirectory">The folder with the model and its manifest, as tools/setup/models.sh fills it.</param>
    /// <param name="inference">What runs it; null: the CPU.</param>
    public static FaceDetector Load(string modelsDirectory, Inference? inference = null) =>
        new(LoadedModel<BlazeFaceOutput>.Load(modelsDirectory, Manifest, "face-detection", BlazeFaceDecoder.Outputs, inference));

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
