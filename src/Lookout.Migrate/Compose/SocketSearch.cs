using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>Looks through every service for the mounts that show it the socket.</summary>
internal sealed class SocketSearch(ComposeFile compose, string socketPath)
{
    private readonly List<FoundMount> _found = [];

    /// <summary>All mounts in file order; false when one may be hidden by what is not understood.</summary>
    public bool TryFind(out IReadOnlyList<FoundMount> mounts)
    {
        mounts = _found;
        if (!TryNamedVolumes()) return false;
        foreach (ComposeService service in compose.Services)
        {
            if (service.Find("volumes") is not { } volumes) continue;
            for (int i = 0; i < volumes.Items.Count; i++)
            {
                if (!TryItem(service, i, volumes.Items[i])) return false;
            }
        }
        return true;
    }

    private bool TryItem(ComposeService service, int index, YamlNode item)
    {
        if (VolumeEntry.Of(item) is not { Source: { } source } volume) return true;
        if (source.Known is not { } written) return TryHidden(item, source, volume);
        if (UnixPath.Normalize(written, compose.Directory) is not { } path || path == "/" || !UnixPath.IsWithin(socketPath, path)) return true;
        if (volume.TargetPath is not { } target)
            return compose.Document.Refuse(item, $"found {item.Describe()}: a variable hides where the container sees the socket", "write the path out, or give the variable a default: ${NAME:-/path}");
        string seenAt = path == socketPath ? target : (target == "/" ? "" : target) + socketPath[path.Length..];
        _found.Add(new FoundMount(service, index, item, path, seenAt) { IsDirectory = path != socketPath });
        return true;
    }

    // A variable may hold any path. It is taken for the socket's only where the other side of the colon says so too.
    private bool TryHidden(YamlNode item, Interpolated source, VolumeEntry volume)
    {
        string? target = volume.TargetPath;
        bool socketLike = target is null || UnixPath.Name(target) == UnixPath.Name(socketPath) || target.EndsWith(".sock", StringComparison.Ordinal) || target.EndsWith(".socket", StringComparison.Ordinal);
        bool hidden = (source.CouldBe(socketPath) && socketLike) || (target == UnixPath.Parent(socketPath) && source.CouldBe(target));
        return !hidden || compose.Document.Refuse(item, $"found {item.Describe()}: a variable without a default may hide {Printable.Short(socketPath)}",
            "write the path out, or give the variable a default: ${NAME:-/path}");
    }

    // A named volume can be a bind mount in disguise: driver_opts: {type: none, o: bind, device: /tmp}.
    private bool TryNamedVolumes()
    {
        if (compose.Root.Find("volumes")?.Value.Meant is not YamlMap volumes) return true;
        foreach (YamlEntry volume in volumes.Entries)
        {
            if ((volume.Value.Meant as YamlMap)?.Find("driver_opts")?.Value.Meant is not YamlMap options) continue;
            if (options.Find("device")?.Value.Meant is not YamlScalar device || Interpolated.Of(device.Text).Known is not { } written) continue;
            if (UnixPath.Normalize(written, compose.Directory) is { } path && path != "/" && UnixPath.IsWithin(socketPath, path))
                return compose.Document.Refuse(device, $"found the volume '{Printable.Short(volume.Key.Text)}' that binds {Printable.Short(path)}, where the socket is", "mount the socket by its path in the services that need it");
        }
        return true;
    }
}
