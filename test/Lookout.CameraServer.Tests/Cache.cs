using Lookout.CameraServer.Analysis;
using Lookout.Configuration.Settings;
using Lookout.Vision.Providers;

namespace Lookout.CameraServer.Tests;

/// <summary>The real models and clips, as tools/setup fetched them. A missing one fails the test with its remedy.</summary>
internal static class Cache
{
    public static string Models => Path.GetDirectoryName(Require("models", "face_detection_back_256x256_barracuda.onnx", "tools/setup/models.sh"))!;

    /// <summary>They by their default names.</summary>
    public static ModelSet ModelSet(Inference? inference = null) => new(new ModelSettings(Models), inference);

    public static string Clip(string name) => Require("media", name, "tools/setup/media.sh");

    /// <summary>A photograph of somebody; "tools/setup/media.sh test" fetches them.</summary>
    public static string Portrait(string name) => Require("media/people", name, "tools/setup/media.sh test");

    private static string Require(string folder, string file, string script)
    {
        string path = Path.Combine(Root, folder, file);
        Assert.True(File.Exists(path), $"{path} is missing: run {script}");
        return path;
    }

    private static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable("LOOKOUT_CACHE") is { Length: > 0 } cache) return cache;
            string home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
                ? xdg
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(home, "lookout");
        }
    }
}
