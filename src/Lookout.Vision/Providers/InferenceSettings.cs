namespace Lookout.Vision.Providers;

/// <summary>What the models shall run on.</summary>
public sealed record InferenceSettings
{
    public InferenceProvider Provider { get; init; }

    /// <summary>What is done where the provider is missing: true: the CPU takes its place and the reason is told; false: the model is refused.</summary>
    public bool FallsBackToCpu { get; init; } = true;

    /// <summary>Number of the GPU, as CUDA counts them.</summary>
    public int Device { get; init; }

    /// <summary>TensorRT may compute with 16 bits.</summary>
    public bool Fp16 { get; init; } = true;

    /// <summary>Folder for the engines that TensorRT builds; it is made when one is. Empty: every start builds them again.</summary>
    public string EngineFolder { get; init; } = "";

    /// <summary>Pictures are preprocessed in the model's graph on the CPU as well, where that is slower.</summary>
    internal bool PreprocessesInGraphOnCpu { get; init; }
}
