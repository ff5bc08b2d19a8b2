using System.Diagnostics;
using Lookout.Vision.Models;
using Lookout.Vision.NanoDet;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Providers;
using Lookout.Vision.Tracking;

namespace Lookout.Vision;

/// <summary>
/// Finds people and other objects in pictures. Holds one ONNX Runtime session and its tensors until disposed. Not thread safe: one
/// thread at a time, any number of cameras of any size. After the first frame of a size, detecting allocates nothing.
/// </summary>
public sealed class ObjectDetector : IDisposable
{
    private const string Manifest = "nanodet";

    private readonly LoadedModel<NanoDetOutput> _model;
    private readonly NanoDetDecoder _decoder;

    private ObjectDetector(LoadedModel<NanoDetOutput> model)
    {
        _model = model;
        _decoder = new NanoDetDecoder(model.Input, model.Output);
    }

    /// <summary>What its scores mean to a tracker of people: it is seldom surer than 0.8, and below 0.5 it also takes cones for people.</summary>
    public static TrackerSettings Tracking { get; } = new() { HighScore = 0.45f, NewTrackScore = 0.5f };

    /// <summary>The names of what it knows.</summary>
    public IReadOnlyList<string> Classes => _model.Output.Classes;

    /// <inheritdoc cref="LoadedModel{TOutput}.Load"/>
    /// <param name="modelsDirectory">The folder with the model and its manifest, as tools/setup/models.sh fills it.</param>
    /// <param name="inference">What runs it; null: the CPU.</param>
    public static ObjectDetector Load(string modelsDirectory, Inference? inference = null) =>
        new(LoadedModel<NanoDetOutput>.Load(modelsDirectory, Manifest, "object-detection", NanoDetDecoder.Outputs, inference));

    /// <summary>Finds the objects of one picture.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="objects">Receives them, best first; those that find no room are left out.</param>
    /// <param name="times">How long it took.</param>
    /// <returns>How many were written.</returns>
    public int Detect(in YuvFrame frame, Span<DetectedObject> objects, out DetectTimes times)
    {
        long start = Stopwatch.GetTimestamp();
        Letterbox letterbox = _model.Fill(frame);
        long preprocessed = Stopwatch.GetTimestamp();
        _model.Run();
        int candidates = 0;
        for (int head = 0; head < _model.Output.Heads.Count; head++)
            candidates = _decoder.Read(head, _model.Tensor(2 * head), _model.Tensor(2 * head + 1), candidates);
        int found = _decoder.Place(candidates, letterbox, objects);
        times = new(
            Stopwatch.GetElapsedTime(start, preprocessed).TotalMilliseconds,
            Stopwatch.GetElapsedTime(preprocessed).TotalMilliseconds);
        return found;
    }

    public void Dispose() => _model.Dispose();
}
