using Lookout.Configuration.Settings;
using Lookout.Vision;
using Lookout.Vision.Providers;

namespace Lookout.CameraServer.Analysis;

/// <summary>Which model has which role, by the configuration, and what runs them. Each call loads one; it is the caller's.</summary>
/// <param name="settings">Where they are and how they are called.</param>
/// <param name="inference">What runs them; null: the CPU.</param>
internal sealed class RoleModels(ModelSettings settings, Inference? inference = null)
{
    public FaceDetector Faces() => FaceDetector.Load(settings.Directory, settings.Faces ?? FaceDetector.DefaultModel, inference);

    public ObjectDetector People() => ObjectDetector.Load(settings.Directory, settings.People ?? ObjectDetector.DefaultModel, inference);

    public PoseEstimator Poses() => PoseEstimator.Load(settings.Directory, settings.Poses ?? PoseEstimator.DefaultModel, inference);

    public FaceEmbedder FaceEmbedding() => FaceEmbedder.Load(settings.Directory, settings.FaceEmbedding ?? FaceEmbedder.DefaultModel, inference);

    public BodyEmbedder BodyEmbedding() => BodyEmbedder.Load(settings.Directory, settings.BodyEmbedding ?? "", inference);
}
