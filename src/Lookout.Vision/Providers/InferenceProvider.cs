namespace Lookout.Vision.Providers;

/// <summary>What a model runs on (ONNX Runtime's execution providers).</summary>
public enum InferenceProvider
{
    Cpu,
    Cuda,
    TensorRt,
}
