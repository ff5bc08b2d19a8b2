using System.Globalization;
using Lookout.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Lookout.Vision.Providers;

/// <summary>The options that ONNX Runtime's CUDA and TensorRT providers get. Each call throws what the runtime says when the provider is not there.</summary>
internal static class ProviderOptions
{
    /// <summary>CUDA, for whole models and for what TensorRT leaves over.</summary>
    /// <exception cref="OnnxRuntimeException">The library, or one it needs, is missing.</exception>
    public static void AppendCuda(SessionOptions session, InferenceSettings settings)
    {
        using var options = new OrtCUDAProviderOptions();
        options.UpdateOptions(Cuda(settings));
        session.AppendExecutionProvider_CUDA(options);
    }

    /// <summary>TensorRT; see <see cref="TensorRt"/>.</summary>
    /// <exception cref="OnnxRuntimeException">The library, or one it needs, is missing.</exception>
    public static void AppendTensorRt(SessionOptions session, InferenceSettings settings, EngineEntry? engines, string timingFolder, IReadOnlyList<TensorShape> open, int batch)
    {
        using var options = new OrtTensorRTProviderOptions();
        options.UpdateOptions(TensorRt(settings, engines, timingFolder, open, batch));
        session.AppendExecutionProvider_Tensorrt(options);
    }

    internal static Dictionary<string, string> Cuda(InferenceSettings settings) => new()
    {
        ["device_id"] = settings.Device.ToString(CultureInfo.InvariantCulture),
        // Trying every algorithm makes the first picture take seconds and changes little for nets this small.
        ["cudnn_conv_algo_search"] = "HEURISTIC",
        // Memory by need, not by powers of two: on a Jetson it is the machine's own.
        ["arena_extend_strategy"] = "kSameAsRequested",
    };

    /// <param name="settings">Device and precision.</param>
    /// <param name="engines">Where engines are kept; null: nowhere.</param>
    /// <param name="timingFolder">Where it is kept how long layers take.</param>
    /// <param name="open">Inputs that leave the number of pictures to the run. Without bounds an engine would be built anew for each number met.</param>
    /// <param name="batch">The most that there are.</param>
    internal static Dictionary<string, string> TensorRt(
        InferenceSettings settings, EngineEntry? engines, string timingFolder, IReadOnlyList<TensorShape> open, int batch)
    {
        var options = new Dictionary<string, string>
        {
            ["device_id"] = settings.Device.ToString(CultureInfo.InvariantCulture),
            ["trt_fp16_enable"] = settings.Fp16 ? "1" : "0",
        };
        if (open.Count > 0)
        {
            options["trt_profile_min_shapes"] = Shapes(open, 1);
            options["trt_profile_opt_shapes"] = Shapes(open, batch);
            options["trt_profile_max_shapes"] = Shapes(open, batch);
        }
        if (engines is not { } entry) return options;
        options["trt_engine_cache_enable"] = "1";
        options["trt_engine_cache_path"] = entry.Path;
        options["trt_timing_cache_enable"] = "1";
        options["trt_timing_cache_path"] = timingFolder;
        return options;
    }

    private static string Shapes(IReadOnlyList<TensorShape> inputs, int pictures) =>
        string.Join(',', inputs.Select(input => $"{input.Name}:{string.Join('x', input.For(pictures))}"));
}
