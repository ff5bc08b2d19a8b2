namespace Lookout.Migrate.Compose;

/// <summary>Finds who mounts the old daemon's socket.</summary>
public static class ComposeReader
{
    /// <summary>
    /// Every mount of the socket, or of a directory above it, in file order; false with the reason when the file is not
    /// understood. A mount of the root directory is not told: whoever has it watches the box and is no client.
    /// </summary>
    /// <param name="file">The file's name, for messages; an absolute one also gives relative sources their place.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="socketPath">The socket on the host, absolute.</param>
    /// <param name="mounts">What was found; empty when nobody mounts it.</param>
    /// <param name="problem">Why nothing can be said.</param>
    public static bool TryFindMounts(string file, ReadOnlySpan<byte> text, string socketPath, out IReadOnlyList<SocketMount> mounts, out ComposeProblem? problem)
    {
        mounts = [];
        string socket = UnixPath.Normalize(socketPath) ?? throw new ArgumentException("not an absolute path", nameof(socketPath));
        if (!ComposeFile.TryRead(file, text, out ComposeFile? compose, out problem)) return false;
        bool understood = new SocketSearch(compose!, socket).TryFind(out IReadOnlyList<FoundMount> found);
        problem = compose!.Document.Problem;
        if (!understood) return false;
        mounts = [.. found.Select(mount => new SocketMount(mount.Service.Name, compose.Document.LineNumber(mount.Item), mount.HostPath, mount.SeenAt) { IsDirectory = mount.IsDirectory })];
        return true;
    }
}
