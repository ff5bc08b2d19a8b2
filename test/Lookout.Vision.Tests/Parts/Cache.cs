namespace Lookout.Vision.Tests.Parts;

/// <summary>The real model and the real clips, as tools/setup fetched them. A missing one fails the test with its remedy.</summary>
internal static class Cache
{
    public static string Models => Path.GetDirectoryName(Require("models", "face_detection_back_256x256_barracuda.onnx", "tools/setup/models.sh"))!;

    public static string Clip(string name) => Require("media", name, "tools/setup/media.sh");

    public static string Photograph(string name) => Require(Path.Combine("media", "people"), name, "tools/setup/media.sh test");

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
