namespace Lookout.Vision.Providers;

/// <summary>Why a provider could not be had, and what the operator does about it, from what the runtime says.</summary>
internal static class MissingProvider
{
    private const string LoaderSays = "with error: ";
    private const string CodeEnds = "] ";

    /// <summary>What is missing: the loader's words where a library does not load, without the runtime's own path to its source.</summary>
    public static string Reason(string said)
    {
        int loader = said.LastIndexOf(LoaderSays, StringComparison.Ordinal);
        int code = said.IndexOf(CodeEnds, StringComparison.Ordinal);
        string reason = loader >= 0 ? said[(loader + LoaderSays.Length)..] : said.StartsWith('[') && code > 0 ? said[(code + CodeEnds.Length)..] : said;
        return reason.Trim().TrimEnd('.');
    }

    /// <summary>One sentence.</summary>
    public static string Remedy(string said) =>
        said.Contains("not enabled in this build", StringComparison.Ordinal)
            ? "Put the GPU build of ONNX Runtime in place of libonnxruntime.so (docs/design/vision.md, Providers), or set models.provider to cpu."
            : said.Contains(LoaderSays, StringComparison.Ordinal)
                ? "Install the library it names (CUDA, cuDNN or TensorRT, in the version that this ONNX Runtime wants), or set models.provider to cpu."
                : "Give the process a GPU that works (nvidia-smi shows it; a container needs the nvidia runtime), or set models.provider to cpu.";
}
