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
        string directory = settings.Models.Directory;
        if (settings.Models.Provider != ModelProvider.Cpu)
            yield return Try($"model provider {settings.Models.Provider.ToString().ToLowerInvariant()}", () => Inference.Require(ModelInference.For(settings)));
        if (settings.Cameras.Any(camera => camera.Detect.Faces)) yield return Try($"face model in {directory}", () => FaceDetector.Load(directory));
        if (settings.Cameras.Any(camera => camera.Detect.People)) yield return Try($"people model in {directory}", () => ObjectDetector.Load(directory));
        if (settings.Cameras.Any(camera => camera.Detect is { People: true, Poses: true })) yield return Try($"pose model in {directory}", () => PoseEstimator.Load(directory));
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
