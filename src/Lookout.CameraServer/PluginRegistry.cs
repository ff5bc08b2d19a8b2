namespace Lookout.CameraServer;

/// <summary>
/// Where GStreamer keeps its list of plugins between runs. Making it means loading every plugin, most of a second; with it
/// the start takes some ten milliseconds.
/// </summary>
internal static class PluginRegistry
{
    private const string UserCache = "gstreamer-1.0";

    /// <summary>
    /// A file under the data directory, begun from the user's own list when there is one (GStreamer checks each entry
    /// against the plugin's file, so an old list is only less help). Null when the directory cannot be written.
    /// </summary>
    public static string? Prepare(string dataDirectory)
    {
        try
        {
            string directory = Path.Combine(dataDirectory, "gstreamer");
            Directory.CreateDirectory(directory);
            string registry = Path.Combine(directory, "registry.bin");
            if (!File.Exists(registry) && FindUserRegistry() is { } known) File.Copy(known, registry);
            return registry;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? FindUserRegistry()
    {
        string cache = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            UserCache);
        return Directory.Exists(cache) ? Directory.EnumerateFiles(cache, "registry.*.bin").FirstOrDefault() : null;
    }
}
