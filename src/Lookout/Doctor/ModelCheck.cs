using Lookout.Configuration.Settings;
using Lookout.Vision;

namespace Lookout.Doctor;

/// <summary>Does the face model load, and is it the pinned one?</summary>
internal static class ModelCheck
{
    public static IEnumerable<Finding> Look(LookoutSettings settings)
    {
        if (!settings.Cameras.Any(camera => camera.Detect.Faces)) return [];
        string what = $"face model in {settings.Models.Directory}";
        try
        {
            using FaceDetector detector = FaceDetector.Load(settings.Models.Directory);
            return [Finding.Fine(what)];
        }
        catch (ModelException exception)
        {
            return [new Finding(what, exception.Problem, exception.Remedy)];
        }
        catch (DllNotFoundException exception)
        {
            return [new Finding(what, $"ONNX Runtime does not load: {exception.Message}", "put libonnxruntime.so beside the executable; 'make publish' does")];
        }
    }
}
