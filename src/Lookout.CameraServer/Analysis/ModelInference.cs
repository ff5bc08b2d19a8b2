using Lookout.Configuration.Settings;
using Lookout.Vision.Providers;

namespace Lookout.CameraServer.Analysis;

/// <summary>The settings of <c>models</c> in Vision's words.</summary>
public static class ModelInference
{
    private const string Engines = "engines";

    public static InferenceSettings For(LookoutSettings settings) => new()
    {
        Provider = settings.Models.Provider switch
        {
            ModelProvider.Cuda => InferenceProvider.Cuda,
            ModelProvider.TensorRt => InferenceProvider.TensorRt,
            _ => InferenceProvider.Cpu,
        },
        FallsBackToCpu = settings.Models.FallsBackToCpu,
        Device = settings.Models.Device,
        Fp16 = settings.Models.Fp16,
        EngineFolder = Path.Combine(settings.DataDirectory, Engines),
    };
}
