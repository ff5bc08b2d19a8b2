using Lookout.Configuration.Settings;
using Lookout.Vision;
using Lookout.Vision.Providers;

namespace Lookout.CameraServer.Analysis;

/// <summary>Loads the model that the configuration names for each role, or the one that comes with Lookout. What is loaded is the caller's.</summary>
/// <param name="settings">Where the models are, and their names.</param>
/// <param name="inference">What runs them; null: the CPU.</param>
internal sealed class ModelSet(ModelSettings settings, Inference? inference = null)
{
    /// <exception cref="ModelException">The model cannot be used; the other roles throw the same.</exception>
    public FaceDetector Faces() => FaceDetector.Load(settings.Directory, settings.Faces ?? FaceDetector.DefaultModel, inference);

    public ObjectDetector People() => ObjectDetector.Load(settings.Directory, settings.People ?? ObjectDetector.DefaultModel, inference);

    public PoseEstimator Poses() => PoseEstimator.Load(settings.Directory, settings.Poses ?? PoseEstimator.DefaultModel, inference);

    public FaceEmbedder FaceEmbedding() => FaceEmbedder.Load(settings.Directory, settings.FaceEmbedding ?? FaceEmbedder.DefaultModel, inference);

    public BodyEmbedder BodyEmbedding() => BodyEmbedder.Load(settings.Directory, settings.BodyEmbedding ?? "", inference);
}
