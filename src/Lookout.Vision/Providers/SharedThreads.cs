using Microsoft.ML.OnnxRuntime;

namespace Lookout.Vision.Providers;

/// <summary>
/// The one pool of threads that all models of a process share. It is never larger than a quarter of the machine: cameras, encoders and viewers share
/// these cores. The thread that runs a model counts, so on up to seven cores there is no other. Nobody spins while waiting (docs/design/vision.md has the figures).
/// </summary>
internal static class SharedThreads
{
    // ONNX Runtime's environment is one a process and cannot be changed later.
    private static readonly Lazy<OrtEnv> Environment = new(Create);

    /// <summary>Threads a model is run by, the caller's included.</summary>
    public static int Count { get; } = Math.Max(1, System.Environment.ProcessorCount / 4);

    /// <summary>Version of the library that is loaded.</summary>
    public static string RuntimeVersion => Environment.Value.GetVersionString();

    /// <summary>Options of a session without threads of its own.</summary>
    public static SessionOptions CreateOptions()
    {
        _ = Environment.Value;
        var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            // The pattern planner would take 5 MB more for a graph this small, and make it no faster.
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.DisablePerSessionThreads();
        return options;
    }

    private static OrtEnv Create()
    {
        using var threads = new OrtThreadingOptions { GlobalIntraOpNumThreads = Count, GlobalInterOpNumThreads = 1, GlobalSpinControl = false };
        var options = new EnvironmentCreationOptions { logId = "lookout", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, threadOptions = threads };
        return OrtEnv.CreateInstanceWithOptions(ref options);
    }
}
