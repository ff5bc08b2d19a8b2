namespace Lookout.Vision.Tests.Parts;

/// <summary>What tools/setup fetched, where it puts it.</summary>
internal static class Fetched
{
    /// <summary>The file's path; where it is missing the test fails and names the script that fetches it.</summary>
    public static string Require(string folder, string file, string script)
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
