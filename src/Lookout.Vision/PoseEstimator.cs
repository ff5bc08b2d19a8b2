using Lookout.Vision.Models;
using Lookout.Vision.MoveNet;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Providers;

namespace Lookout.Vision;

/// <summary>
/// Finds the keypoints of a person whose place is known. Holds one ONNX Runtime session and its tensors until disposed. Not thread
/// safe; after a few persons, estimating allocates nothing.
/// </summary>
public sealed class PoseEstimator : IDisposable
{
    /// <summary>The manifest of the model that comes with Lookout.</summary>
    public const string DefaultModel = "movenet-lightning";

    // The model was taught on pictures with some room around the person.
    private const float Room = 1.25f;

    private readonly LoadedModel<MoveNetOutput> _model;

    private PoseEstimator(LoadedModel<MoveNetOutput> model) => _model = model;

    /// <inheritdoc cref="LoadedModel{TOutput}.Load"/>
    /// <param name="modelsDirectory">The folder with the model and its manifest, as tools/setup/models.sh fills it.</param>
    /// <param name="model">The manifest's name, without its ending: any single pose of COCO's keypoints.</param>
    /// <param name="inference">What runs it; null: the CPU.</param>
    public static PoseEstimator Load(string modelsDirectory, string model = DefaultModel, Inference? inference = null) =>
        new(LoadedModel<MoveNetOutput>.Load(modelsDirectory, model, "pose", inference));

    /// <param name="frame">Is read, not kept.</param>
    /// <param name="person">0..1 of the picture.</param>
    public Pose Estimate(in YuvFrame frame, in BoundingBox person)
    {
        PixelRegion region = PixelRegion.Square(person, Room, frame.Width, frame.Height);
        Letterbox letterbox = _model.Fill(frame.Part(region.X, region.Y, region.Width, region.Height));
        _model.Run();
        ReadOnlySpan<float> values = _model.Tensor(0);
        var pose = new Pose();
        for (int i = 0; i < Pose.Count; i++)
        {
            float x = letterbox.ToPictureX(values[3 * i + 1] * _model.Input.Width);
            float y = letterbox.ToPictureY(values[3 * i] * _model.Input.Height);
            pose[i] = new Keypoint(
                Math.Clamp((region.X + x * region.Width) / frame.Width, 0, 1), Math.Clamp((region.Y + y * region.Height) / frame.Height, 0, 1), values[3 * i + 2]);
        }
        return pose;
    }

    public void Dispose() => _model.Dispose();
}
