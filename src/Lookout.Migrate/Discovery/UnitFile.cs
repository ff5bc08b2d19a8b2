using Lookout.Migrate.Machine;

namespace Lookout.Migrate.Discovery;

/// <summary>A unit's file: enough of it to know the old daemon by, and what starts it.</summary>
internal sealed record UnitFile(UnitScope Scope, string Name, string Path, IReadOnlyList<KeyValuePair<string, string>> Entries)
{
    private static readonly string[] Kinds = [".service", ".socket", ".timer", ".path"];

    // The reference system's names; a box that calls them otherwise is found by who holds the camera, or by --unit.
    private static readonly string[] Patterns = ["native-camera", "native_camera"];

    public bool IsService => Name.EndsWith(".service", StringComparison.Ordinal);

    public bool IsTrigger => !IsService;

    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Name);

    /// <summary>The daemon of the reference system, whose picture is turned a quarter to the left.</summary>
    public bool IsReferenceDaemon => Values("ExecStart").Any(value => Executable(value).StartsWith("native_camera_server", StringComparison.Ordinal));

    public bool LooksLegacy(string socket) =>
        Patterns.Any(pattern => Name.Contains(pattern, StringComparison.Ordinal))
        || Values("ExecStart").Any(value => Patterns.Any(pattern => Executable(value).Contains(pattern, StringComparison.Ordinal)))
        || Values("ListenStream").Contains(socket);

    /// <summary>Whether this socket, timer or path unit starts the service.</summary>
    public bool Triggers(string service) => IsTrigger && (Values("Unit").Concat(Values("Service")).DefaultIfEmpty($"{Stem}.service").Last() == service);

    public IEnumerable<string> Values(string key) => Entries.Where(entry => entry.Key == key).Select(entry => entry.Value);

    /// <summary>Every unit file of the box that could matter.</summary>
    public static List<UnitFile> All(Box box)
    {
        var files = new List<UnitFile>();
        foreach (UnitScope scope in UnitScope.All(box))
        {
            var seen = new HashSet<string>();
            foreach (string directory in scope.Directories.Where(directory => Directory.Exists(box.At(directory))))
            {
                foreach (string path in Directory.EnumerateFileSystemEntries(box.At(directory)).Order(StringComparer.Ordinal))
                {
                    string name = System.IO.Path.GetFileName(path);
                    if (Kinds.Contains(System.IO.Path.GetExtension(name)) && seen.Add(name)) files.Add(new UnitFile(scope, name, box.Inside(path), Read(path)));
                }
            }
        }
        return files;
    }

    private static List<KeyValuePair<string, string>> Read(string path)
    {
        var entries = new List<KeyValuePair<string, string>>();
        // A mask, a link to nowhere, or a directory of that name says nothing.
        if (!File.Exists(path) || File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName == "/dev/null") return entries;
        string text = File.ReadAllText(path).Replace("\\\n", " ", StringComparison.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] is not ('#' or ';')) entries.Add(new(line[..equals].Trim(), line[(equals + 1)..].Trim()));
        }
        return entries;
    }

    // systemd.service(5): prefixes such as '-' and '@' stand before the path.
    private static string Executable(string command) => System.IO.Path.GetFileName(command.TrimStart('-', '@', ':', '+', '!').Split(' ', 2)[0]);
}
