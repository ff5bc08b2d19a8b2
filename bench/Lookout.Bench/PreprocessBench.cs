using System.Diagnostics;
using Lookout.E2E.Harness;

namespace Lookout.Bench;

/// <summary>bench/preprocess.sh, whose table stands as it is: our pass beside OpenCV's on the same frames.</summary>
internal static class PreprocessBench
{
    public static async Task<string> RunAsync()
    {
        using Process script = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "bench/preprocess.sh")) { RedirectStandardOutput = true })!;
        string table = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? table.TrimEnd() : throw new InvalidOperationException($"preprocess.sh ended with {script.ExitCode}");
    }
}
