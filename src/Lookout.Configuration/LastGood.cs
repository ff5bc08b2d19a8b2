namespace Lookout.Configuration;

/// <summary>
/// The text of the newest configuration that could be used, kept in the data directory: a slip of the pen must not cost the
/// picture at the next start. It may hold a camera's password, so it is for its owner only.
/// </summary>
internal static class LastGood
{
    private const string Name = "lookout.last-good.yml";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Keeps it, whole or not at all. False when the directory cannot be written: then there is nothing to fall back on.</summary>
    public static bool TryKeep(string text, string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, Name);
        string fresh = path + ".new";
        try
        {
            if (File.Exists(path) && File.ReadAllText(path) == text) return true;
            Directory.CreateDirectory(dataDirectory);
            File.Delete(fresh);
            using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(text);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }
            File.Move(fresh, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The text kept; null when there is none.</summary>
    public static string? Read(string dataDirectory)
    {
        try
        {
            string path = Path.Combine(dataDirectory, Name);
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
