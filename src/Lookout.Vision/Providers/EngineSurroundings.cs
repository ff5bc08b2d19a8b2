using System.Globalization;

namespace Lookout.Vision.Providers;

/// <summary>
/// What an engine depends on besides its model, as one line: GPUs, versions of TensorRT and ONNX Runtime, settings. It is read from the system's files,
/// since asking CUDA would need CUDA to compile against.
/// </summary>
internal static class EngineSurroundings
{
    private const string Library = "libnvinfer.so.";

    /// <param name="settings">Device and precision.</param>
    /// <param name="runtimeVersion">Of ONNX Runtime.</param>
    /// <param name="root">Where the system's files lie: "/".</param>
    public static string Describe(InferenceSettings settings, string runtimeVersion, string root = "/")
    {
        var parts = new List<string> { "onnxruntime " + runtimeVersion, TensorRtVersion(Read(root, "proc/self/maps")) };
        // A Jetson's GPU is part of the board; other GPUs are listed by the driver.
        parts.Add(Read(root, "proc/device-tree/model").TrimEnd('\0'));
        string gpus = Path.Combine(root, "proc/driver/nvidia/gpus");
        if (Directory.Exists(gpus))
        {
            foreach (string gpu in Directory.GetDirectories(gpus).Order(StringComparer.Ordinal))
                parts.Add(Line(Read(gpu, "information"), "Model:"));
        }
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"device {settings.Device}"));
        parts.Add(settings.Fp16 ? "fp16" : "fp32");
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    /// <summary>The library's version, from the name of the file that is mapped into the process: <c>libnvinfer.so.10.9.0</c>.</summary>
    private static string TensorRtVersion(string maps)
    {
        int at = maps.IndexOf(Library, StringComparison.Ordinal);
        if (at < 0) return "";
        int end = maps.AsSpan(at).IndexOfAny('\n', ' ');
        return "tensorrt " + maps[(at + Library.Length)..(end < 0 ? maps.Length : at + end)];
    }

    private static string Line(string text, string label) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal))?[label.Length..].Trim() ?? "";

    private static string Read(string root, string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";   // not this kind of machine
        }
    }
}
