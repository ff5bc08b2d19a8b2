using Lookout.CameraServer.Analysis;
using Lookout.Configuration.Settings;
using Lookout.Vision;
using Lookout.Vision.Providers;

namespace Lookout.Doctor;

/// <summary>Do the models that a camera needs load, and are they the pinned ones?</summary>
internal static class ModelCheck
{
    public static IEnumerable<Finding> Look(LookoutSettings settings)
    {
        ModelSettings models = settings.Models;
        string faces = models.Faces ?? FaceDetector.DefaultModel, people = models.People ?? ObjectDetector.DefaultModel, poses = models.Poses ?? PoseEstimator.DefaultModel;
        if (models.Provider != ModelProvider.Cpu)
            yield return ModelCheck.Try($"model provider {models.Provider.ToString().ToLowerInvariant()}", () => Inference.Require(ModelInference.For(settings)));
        if (settings.Cameras.Any(camera => camera.Detect.Faces)) yield return Try("face", faces, () => FaceDetector.Load(models.Directory, faces));
        if (!settings.Cameras.Any(camera => camera.Detect.People)) yield break;
        bool givesPoses = false;
        yield return Try("people", people, () =>
        {
            ObjectDetector detector = ObjectDetector.Load(models.Directory, people);
            givesPoses = detector.GivesPoses;
            return detector;
        });
        if (!givesPoses && settings.Cameras.Any(camera => camera.Detect is { People: true, Poses: true }))
            yield return Try("pose", poses, () => PoseEstimator.Load(models.Directory, poses));
        if (!settings.Recognition.Enabled) yield break;
        string embedding = models.FaceEmbedding ?? FaceEmbedder.DefaultModel;
        yield return Try("recognition", embedding, () => FaceEmbedder.Load(models.Directory, embedding));
        if (models.BodyEmbedding is { } bodies) yield return Try("body", bodies, () => BodyEmbedder.Load(models.Directory, bodies));

        Finding Try(string role, string name, Func<IDisposable> load) => ModelCheck.Try($"{role} model {name} in {models.Directory}", load);
    }

    private static Finding Try(string what, Func<IDisposable> load) => Try(what, () => load().Dispose());

    private static Finding Try(string what, Action look)
    {
        try
        {
            look();
            return Finding.Fine(what);
        }
        catch (ModelException exception)
        {
            return new Finding(what, exception.Problem, exception.Remedy);
        }
        catch (DllNotFoundException exception)
        {
            return new Finding(what, $"ONNX Runtime does not load: {exception.Message}", "put libonnxruntime.so beside the executable; 'make publish' does");
        }
    }
}
