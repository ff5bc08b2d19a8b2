using Lookout.Vision.Models;
using Lookout.Vision.Providers;

namespace Lookout.Vision.Tests.Providers;

/// <summary>Names and values as onnxruntime.ai documents them for its CUDA and TensorRT providers.</summary>
public sealed class ProviderOptionsTests
{
    [Fact]
    public void TensorRT_keeps_its_engines_in_the_models_folder()
    {
        Dictionary<string, string> options = ProviderOptions.TensorRt(new InferenceSettings { Device = 1 }, new EngineEntry("/data/engines/e/m", false), "/data/engines/e", [], 1);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["device_id"] = "1",
                ["trt_fp16_enable"] = "1",
                ["trt_engine_cache_enable"] = "1",
                ["trt_engine_cache_path"] = "/data/engines/e/m",
                ["trt_timing_cache_enable"] = "1",
                ["trt_timing_cache_path"] = "/data/engines/e",
            },
            options);
    }

    [Fact]
    public void Plan_needs_no_cache() =>
        Assert.Equal(["device_id", "trt_fp16_enable"], ProviderOptions.TensorRt(new InferenceSettings { Fp16 = false }, null, "", [], 1).Keys);

    [Fact]
    public void TensorRT_is_told_how_many_pictures_there_can_be()
    {
        Dictionary<string, string> options = ProviderOptions.TensorRt(new InferenceSettings(), null, "", [new TensorShape("input", [1, 3, 112, 112])], 8);

        Assert.Equal("input:1x3x112x112", options["trt_profile_min_shapes"]);
        Assert.Equal("input:8x3x112x112", options["trt_profile_opt_shapes"]);
        Assert.Equal("input:8x3x112x112", options["trt_profile_max_shapes"]);
    }

    [Fact]
    public void Cuda_gets_the_device() => Assert.Equal("2", ProviderOptions.Cuda(new InferenceSettings { Device = 2 })["device_id"]);

    [Theory]
    // As the GPU build of ONNX Runtime 1.31.0 says it on a machine without CUDA.
    [InlineData(
        "[ErrorCode:Fail] /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:2043 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library /opt/lookout/libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory\n",
        "libcublasLt.so.13: cannot open shared object file: No such file or directory", "Install the library it names")]
    [InlineData("[ErrorCode:Fail] CUDA execution provider is not enabled in this build.", "CUDA execution provider is not enabled in this build", "Put the GPU build")]
    [InlineData("[ErrorCode:Fail] CUDA failure 100: no CUDA-capable device is detected", "CUDA failure 100: no CUDA-capable device is detected", "Give the process a GPU")]
    public void Missing_provider_is_told_with_its_remedy(string said, string reason, string remedy)
    {
        Assert.Equal(reason, MissingProvider.Reason(said));
        Assert.StartsWith(remedy, MissingProvider.Remedy(said));
    }
}
