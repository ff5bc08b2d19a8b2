using Lookout.Migrate.Discovery;
using Lookout.Migrate.Files;
using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Plan;

/// <summary>
/// Disabling and masking as changes of paths. 'systemctl disable' and 'mask' are not asked to: mask refuses a unit whose file lies
/// in /etc, disable says nothing of a globally enabled user unit, neither works for a user whose manager does not run, and
/// neither can be undone to the byte.
/// </summary>
internal static class UnitChanges
{
    private static readonly string[] EnablementDirectories = [".wants", ".requires", ".upholds"];

    public static List<PlannedChange> Of(Box box, IReadOnlyList<LegacyUnit> units)
    {
        var changes = new List<PlannedChange>();
        List<UnitScope> scopes = UnitScope.All(box);
        foreach (LegacyUnit unit in units)
        {
            foreach (UnitScope scope in scopes)
            {
                foreach (string link in Enablement(box, scope, unit.Name)) changes.Add(new PlannedChange(link, ChangePart.Units, PathState.Absent));
            }
            // Masked at the system level whether or not it has a file there: a generator may make one.
            foreach (UnitScope scope in scopes.Where(scope => scope.IsSystem || unit.Files.Any(file => file.Scope.AdminDirectory == scope.AdminDirectory)))
            {
                foreach (string directory in MissingDirectories(box, scope.AdminDirectory).Where(directory => !changes.Exists(change => change.Path == directory)))
                    changes.Add(new PlannedChange(directory, ChangePart.Units, PathState.Directory(0b111_101_101)));
                changes.Add(new PlannedChange($"{scope.AdminDirectory}/{unit.Name}", ChangePart.Units, PathState.Link("/dev/null")));
            }
        }
        return changes;
    }

    // Links in X.wants and the like, and aliases: links beside the unit that lead to it.
    private static IEnumerable<string> Enablement(Box box, UnitScope scope, string unit)
    {
        string admin = box.At(scope.AdminDirectory);
        if (!Directory.Exists(admin)) yield break;
        foreach (string entry in Directory.EnumerateFileSystemEntries(admin).Order(StringComparer.Ordinal))
        {
            if (EnablementDirectories.Contains(Path.GetExtension(entry)) && PathState.Read($"{entry}/{unit}").Kind == PathKind.Link) yield return box.Inside($"{entry}/{unit}");
            else if (Path.GetFileName(entry) != unit && new FileInfo(entry).LinkTarget is { } target && Path.GetFileName(target) == unit) yield return box.Inside(entry);
        }
    }

    private static Stack<string> MissingDirectories(Box box, string directory)
    {
        var missing = new Stack<string>();
        for (string? at = directory; at is not null and not "/" && !box.Exists(at); at = Path.GetDirectoryName(at)) missing.Push(at);
        return missing;
    }
}
