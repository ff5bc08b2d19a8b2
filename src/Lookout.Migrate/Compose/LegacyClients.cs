using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>
/// Services that stay and use the daemon's socket. They get it from Lookout through a named volume over the directory that the
/// socket is in: a bind mount of the socket itself would go on showing the old one after it was made anew.
/// </summary>
internal sealed class LegacyClients(EditScope scope)
{
    public const string Volume = "lookout-legacy";

    /// <summary>Where Lookout has the volume.</summary>
    public const string Directory = "/legacy";

    /// <param name="mounts">Every mount of the socket in the file.</param>
    /// <param name="any">Whether there are such services, moved now or before.</param>
    public bool TryMove(IReadOnlyList<FoundMount> mounts, out bool any)
    {
        any = scope.Others.Any(other => other.Find("volumes") is { } volumes && volumes.Items.Any(IsMoved));
        foreach (FoundMount mount in mounts.Where(mount => mount.Service != scope.Service))
        {
            if (!mount.IsForSocket(scope.Socket))
            {
                scope.Notes.Add($"service '{mount.Service.Name}' mounts {mount.HostPath} (line {scope.Document.LineNumber(mount.Item)}) and will find no {UnixPath.Name(scope.Socket)} there any more; if it is a client, mount the socket itself in it and plan again");
                continue;
            }
            if (!TryMove(mount)) return false;
            any = true;
        }
        return true;
    }

    private static bool IsMoved(YamlNode item) => VolumeEntry.Of(item)?.Source?.Known == Volume;

    private bool TryMove(FoundMount mount)
    {
        ComposeService client = mount.Service;
        string name = Printable.Short(client.Name);
        string directory = UnixPath.Parent(mount.SeenAt);
        if (!scope.TryOwn(client, "volumes", out YamlEntry? volumes)) return false;
        if (UnixPath.Name(mount.SeenAt) != UnixPath.Name(scope.Socket))
            return scope.Document.Refuse(mount.Item, $"found that '{name}' sees the socket under another name, {Printable.Short(mount.SeenAt)}", $"let it use the name {UnixPath.Name(scope.Socket)}");
        if (UnixPath.IsOfImages(directory))
            return scope.Document.Refuse(mount.Item, $"found that '{name}' sees the socket in {Printable.Short(directory)}, and a volume there would hide what its image has", "let it use the socket in a directory of its own, such as /run/camera");
        if (IsTaken(client, mount, directory))
            return scope.Document.Refuse(mount.Item, $"found that '{name}' mounts something else at {Printable.Short(directory)} too", "let it use the socket in a directory of its own, such as /run/camera");
        scope.Draft.ReplaceItem((YamlList)volumes!.Value, mount.Index, $"{Volume}:{directory}");
        scope.Notes.Add($"service '{client.Name}' gets the socket from Lookout: its {directory} is the volume {Volume} from now on");
        return true;
    }

    private static bool IsTaken(ComposeService client, FoundMount mount, string directory)
    {
        bool byVolume = client.Find("volumes")!.Items.Where((_, i) => i != mount.Index).Any(item =>
            VolumeEntry.Of(item)?.TargetPath is { } target && (target == directory || target == mount.SeenAt));
        IEnumerable<YamlNode> memory = client.Find("tmpfs") is not { } tmpfs ? [] : tmpfs.Value is YamlList list ? list.Items : [tmpfs.Value];
        return byVolume || memory.Any(item => item.Meant is YamlScalar scalar && UnixPath.Normalize(scalar.Text.Split(':')[0]) == directory);
    }
}
