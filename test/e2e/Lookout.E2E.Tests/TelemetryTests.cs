using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Product;

namespace Lookout.E2E.Tests;

/// <summary>
/// Nothing tells anybody of this machine. ONNX Runtime would: it keeps a device id and a queue of events under the home
/// directory and a session under the temporary one, and sends them from there.
/// </summary>
public sealed class TelemetryTests : ProductTest
{
    [Fact]
    public async Task Running_a_model_leaves_no_identifier_and_no_event_behind()
    {
        string home = TemporaryFolder();
        string temporary = TemporaryFolder();
        LookoutProcess lookout = Start(
            new LookoutConfig().WithClip("face", Repository.DemoFace, faces: true),
            new Dictionary<string, string> { ["HOME"] = home, ["XDG_CACHE_HOME"] = Path.Combine(home, ".cache"), ["TMPDIR"] = temporary });
        await lookout.ReadyAsync();
        await Poll.UntilAsync(() => lookout.Log.ToString().Contains("Face detection runs", StringComparison.Ordinal), "the model runs");
        Assert.Equal(0, (await lookout.TerminateAsync()).ExitCode);

        // GStreamer's list of plugins is the one thing that may lie there.
        Assert.DoesNotContain(Files(home), file => !file.Contains("gstreamer", StringComparison.Ordinal));
        Assert.DoesNotContain(Files(temporary), file => Path.GetFileName(file) == ".ses");
    }

    private static string[] Files(string folder) => Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });
}
