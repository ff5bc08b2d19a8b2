using System.Text;
using Lookout.Migrate.Files;

namespace Lookout.Migrate.Tests.Boxes;

/// <summary>A fake machine in text, for comparison: every path with content, mode and owner, and what runs. Not our own state.</summary>
internal static class Snapshot
{
    private static readonly string[] LeftOut = ["/shim", "/proc", "/usr", Lookout.Migrate.Steps.StateDirectory.Path];

    public static string Of(FakeBox box)
    {
        var text = new StringBuilder();
        foreach (string path in Directory.EnumerateFileSystemEntries(box.Root, "*", Everything).Select(path => path[box.Root.Length..]).Order(StringComparer.Ordinal))
        {
            if (!LeftOut.Any(left => path == left || path.StartsWith(left + "/", StringComparison.Ordinal))) text.Append(path).Append(' ').AppendLine(PathState.Read(box.At(path)).Print);
        }
        foreach (string manager in new[] { "system", "user" }) text.AppendLine($"active {manager}: {Names(box, $"/shim/active-{manager}")}");
        text.AppendLine($"networks: {Names(box, "/shim/networks")}");
        text.AppendLine($"volumes: {Names(box, "/shim/volumes")}");
        foreach (string container in Directory.GetFiles(box.At("/shim/containers")).Select(File.ReadAllText).Order(StringComparer.Ordinal)) text.Append($"container {container}");
        foreach (string process in Directory.GetDirectories(box.At("/proc")).Where(path => File.Exists($"{path}/comm")).Order(StringComparer.Ordinal)) text.Append($"process {File.ReadAllText($"{process}/comm")}");
        return text.ToString();
    }

    /// <summary>The old box as it is after a commit and a rollback: what people recorded meanwhile is kept.</summary>
    public static string WithRecordings(string old) => old.Replace("volumes: \n", "volumes: camera_lookout-data\n", StringComparison.Ordinal);

    private static EnumerationOptions Everything => new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    private static string Names(FakeBox box, string directory) =>
        Directory.Exists(box.At(directory)) ? string.Join(' ', Directory.GetFileSystemEntries(box.At(directory)).Select(Path.GetFileName).Order(StringComparer.Ordinal)) : "";
}
