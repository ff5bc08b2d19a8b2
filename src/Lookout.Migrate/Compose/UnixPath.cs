namespace Lookout.Migrate.Compose;

/// <summary>Absolute paths, compared as the kernel would, without looking at any file.</summary>
internal static class UnixPath
{
    // What every box keeps for everybody: a mount of one of these is not there for one socket's sake.
    private static readonly string[] Shared = ["/", "/run", "/tmp", "/var", "/var/lib", "/var/tmp"];

    // What an image brings itself: a volume laid over it would hide the image's own files.
    private static readonly string[] OfImages = ["/", "/app", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root", "/sbin", "/srv", "/sys", "/usr", "/var"];

    /// <summary>An absolute path in its plainest form; null when it cannot be told from here where it lies.</summary>
    /// <param name="path">As written; a relative one starts with a dot.</param>
    /// <param name="directory">What it is relative to; null when unknown.</param>
    public static string? Normalize(string path, string? directory = null)
    {
        if (path.StartsWith('.') && directory is not null) path = $"{directory}/{path}";
        if (!path.StartsWith('/') || path.Contains('\0')) return null;
        var parts = new List<string>();
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..") parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            else if (part != ".") parts.Add(part);
        }
        // /var/run is a link to /run on every box of the last decade.
        if (parts.Count >= 2 && parts[0] == "var" && parts[1] == "run") parts.RemoveAt(0);
        return "/" + string.Join('/', parts);
    }

    public static string Parent(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "/";

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Whether a path lies at or below a directory.</summary>
    public static bool IsWithin(string path, string directory) =>
        directory == "/" || path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal);

    public static bool IsShared(string path) => Shared.Contains(path);

    public static bool IsOfImages(string path) => OfImages.Contains(path) || ((string[])["/bin", "/etc", "/lib", "/sbin", "/usr"]).Any(root => IsWithin(path, root));
}
