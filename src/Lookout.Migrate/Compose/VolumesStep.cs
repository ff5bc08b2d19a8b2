using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>The service's mounts: the socket goes, Lookout's own come, and what stands in their way gives way.</summary>
internal sealed class VolumesStep(EditScope scope, IReadOnlyList<FoundMount> mounts, bool withLegacy)
{
    public const string Data = "lookout-data";

    // Where the image keeps what it runs.
    private const string Program = "/opt/lookout";

    private readonly ListChange _change = new();

    public bool TryApply()
    {
        List<Wanted> wanted = Wants();
        IReadOnlyList<YamlNode> items = scope.Service.Find("volumes")?.Items ?? [];
        for (int i = 0; i < items.Count; i++) Judge(i, items[i], wanted);
        _change.Added.AddRange(wanted.Where(mount => !mount.IsThere).Select(mount => mount.Text));
        if (_change.IsEmpty) return true;

        if (!scope.TryOwn(scope.Service, "volumes", out YamlEntry? own)) return false;
        if (own is not null) return scope.Draft.TryChange(scope.Body, own, _change, scope.Compose.Indents.List);
        scope.NewKeys.Add(NewKey.List("volumes", _change.Added, null, scope.Compose.Indents.List));
        return true;
    }

    private List<Wanted> Wants()
    {
        List<Wanted> wanted =
        [
            new(scope.Edit.ConfigDirectory, "/config", true),
            new(Data, "/data", false),
            new("/dev", "/dev", true),
        ];
        if (withLegacy) wanted.Add(new(LegacyClients.Volume, LegacyClients.Directory, false));
        return wanted;
    }

    private void Judge(int index, YamlNode item, List<Wanted> wanted)
    {
        if (mounts.FirstOrDefault(mount => mount.Service == scope.Service && mount.Index == index) is { } socket)
        {
            _change.Removed.Add(index);
            if (socket.IsDirectory) Note(item, socket.HostPath, "Lookout needs nothing of the host's there");
            return;
        }
        if (VolumeEntry.Of(item) is not { TargetPath: { } target } volume) return;
        if (wanted.Find(mount => mount.Target == target) is { } same)
        {
            bool equal = volume.Source?.Known == same.Source && volume.IsReadOnly == same.IsReadOnly;
            if (same.IsThere) _change.Removed.Add(index);
            else if (!equal) _change.Replaced.Add(index, same.Text);
            same.IsThere = true;
            if (!equal && target != "/dev") Note(item, target, "Lookout has its own there");
        }
        else if (HardenedKeys.Memory.Contains(target))
        {
            _change.Removed.Add(index);
            Note(item, target, "Lookout has a memory of its own there");
        }
        else if (UnixPath.IsWithin(Program, target))
        {
            _change.Removed.Add(index);
            Note(item, target, "Lookout's program is there");
        }
    }

    private void Note(YamlNode item, string place, string why) =>
        scope.Notes.Add($"service '{scope.Service.Name}' no longer mounts what line {scope.Document.LineNumber(item)} put at {place}: {why}");

    private sealed record Wanted(string Source, string Target, bool IsReadOnly)
    {
        public bool IsThere { get; set; }

        // A dollar would start a variable.
        public string Text => $"{Source.Replace("$", "$$", StringComparison.Ordinal)}:{Target}{(IsReadOnly ? ":ro" : "")}";
    }
}
