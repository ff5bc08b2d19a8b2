using System.Diagnostics;
using Lookout.Vision.Models;
using Lookout.Vision.Objects;
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
    /// <summary>The manifest of the model that comes with Lookout.</summary>
    public const string DefaultModel = "nanodet";

    private readonly LoadedModel<ObjectOutput> _model;
    private readonly IObjectDecoder _decoder;
    private Pose[] _poses = [];
    private int _found;

    private ObjectDetector(LoadedModel<ObjectOutput> model)
    {
        _model = model;
        _decoder = model.Output.Decoder(model.Input);
        Tracker = model.Output.Tracking is { } scores ? new TrackerSettings { HighScore = scores.High, NewTrackScore = scores.New } : new TrackerSettings();
    }

    /// <summary>What its scores mean to a tracker of people, by the manifest: NanoDet is seldom surer than 0.8, and below 0.5 it also takes cones for people.</summary>
    public TrackerSettings Tracker { get; }

    /// <summary>Whether a run gives the objects' keypoints too, so that no pose is to be estimated.</summary>
    public bool GivesPoses => _model.Output.GivesPoses;

    /// <summary>With <see cref="GivesPoses"/>, the poses of the objects that were found last, in their order; until the next call.</summary>
    public ReadOnlySpan<Pose> Poses => GivesPoses ? _poses.AsSpan(0, _found) : [];

    /// <summary>The names of what it knows.</summary>
    public IReadOnlyList<string> Classes => _model.Output.Classes;

    /// <inheritdoc cref="LoadedModel{TOutput}.Load"/>
    /// <param name="modelsDirectory">The folder with the model and its manifest, as tools/setup/models.sh fills it.</param>
    /// <param name="model">The manifest's name, without its ending: any layout of objects.</param>
    /// <param name="inference">What runs it; null: the CPU.</param>
    public static ObjectDetector Load(string modelsDirectory, string model = DefaultModel, Inference? inference = null) =>
        new(LoadedModel<ObjectOutput>.Load(modelsDirectory, model, "object-detection", inference));

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
        if (GivesPoses && _poses.Length < objects.Length) _poses = new Pose[objects.Length];
        _found = _decoder.Decode(_model, letterbox, objects, _poses);
        times = new(
            Stopwatch.GetElapsedTime(start, preprocessed).TotalMilliseconds,
            Stopwatch.GetElapsedTime(preprocessed).TotalMilliseconds);
        return _found;
    }

    public void Dispose() => _model.Dispose();
}
