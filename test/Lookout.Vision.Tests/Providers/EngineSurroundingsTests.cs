using Lookout.Vision.Providers;

namespace Lookout.Vision.Tests.Providers;

public sealed class EngineSurroundingsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lookout-root-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Desktop_is_its_gpus_and_the_libraries_it_has_loaded()
    {
        Put("proc/self/maps", """
            7f00-7f01 r-xp 00000000 08:01 1   /usr/lib/x86_64-linux-gnu/libc.so.6
            7f02-7f03 r-xp 00000000 08:01 2   /usr/lib/x86_64-linux-gnu/libnvinfer.so.10.9.0
            7f04-7f05 r-xp 00000000 08:01 3   /usr/lib/x86_64-linux-gnu/libnvinfer_plugin.so.10.9.0
            """);
        Put("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t\t NVIDIA GeForce RTX 4070\nIRQ:   \t\t 150\nGPU UUID: \t GPU-1\n");
        Put("proc/driver/nvidia/gpus/0000:02:00.0/information", "Model: \t\t NVIDIA T4\n");

        Assert.Equal("onnxruntime 1.31.1; tensorrt 10.9.0; NVIDIA GeForce RTX 4070; NVIDIA T4; device 1; fp16", Describe(new() { Device = 1 }));
    }

    [Fact]
    public void Jetson_is_its_board()
    {
        Put("proc/self/maps", "7f02-7f03 r-xp 00000000 08:01 2   /usr/lib/aarch64-linux-gnu/libnvinfer.so.8.6.2");
        Put("proc/device-tree/model", "NVIDIA Jetson Orin NX Engineering Reference Developer Kit\0");

        Assert.Equal(
            "onnxruntime 1.31.1; tensorrt 8.6.2; NVIDIA Jetson Orin NX Engineering Reference Developer Kit; device 0; fp32", Describe(new() { Fp16 = false }));
    }

    [Fact]
    public void Machine_without_any_of_it_is_described_all_the_same() => Assert.Equal("onnxruntime 1.31.1; device 0; fp16", Describe(new()));

    private string Describe(InferenceSettings settings) => EngineSurroundings.Describe(settings, "1.31.1", _root);

    private void Put(string path, string text)
    {
        string file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
