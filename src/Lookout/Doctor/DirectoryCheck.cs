using Lookout.Configuration;
using Lookout.Configuration.Settings;
using Lookout.Native.Posix;

namespace Lookout.Doctor;

/// <summary>Can run-time files and state be written, and is the page there?</summary>
internal static class DirectoryCheck
{
    public static IEnumerable<Finding> Look(LookoutSettings settings, Directories directories)
    {
        yield return LookAtWritable("run directory", settings.RunDirectory, "LOOKOUT_RUN_DIR");
        yield return LookAtWritable("data directory", settings.DataDirectory, "LOOKOUT_DATA_DIR");
        string page = Path.Combine(directories.Web, "index.html");
        yield return File.Exists(page)
            ? Finding.Fine($"page ({directories.Web})")
            : new Finding($"page ({directories.Web})", "index.html is missing", "lay the published wwwroot beside the executable; 'make publish' does");
    }

    // A directory that is not there yet is made at the start, if its nearest parent allows it.
    private static Finding LookAtWritable(string name, string path, string variable)
    {
        string what = $"{name} {path}";
        string? existing = path;
        while (existing is not null && !Directory.Exists(existing)) existing = Path.GetDirectoryName(existing);
        return existing is not null && FileStatus.IsWritableDirectory(existing)
            ? Finding.Fine(what)
            : new Finding(what, $"{existing} cannot be written to by user {CurrentProcess.UserId}", $"give it to that user, or set {variable} to another directory");
    }
}
