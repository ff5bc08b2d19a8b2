using Lookout.Native.Posix;

namespace Lookout.Migrate.Files;

/// <summary>File contents by their SHA-256: what was, and what shall be. Written once, verified at each reading.</summary>
internal sealed class ContentStore(string directory)
{
    public string PathOf(string hash) => Path.Combine(directory, hash);

    /// <summary>Keeps a content and returns its hash once the disk has it.</summary>
    public string Put(byte[] content)
    {
        string hash = PathState.Hash(content);
        if (TryGet(hash) is not null) return hash;
        PathWriter.Become(PathOf(hash), PathState.File(content, 0b110_000_000, CurrentProcess.UserId, GroupOf(directory)), _ => content);
        return hash;
    }

    public byte[] Get(string hash) => TryGet(hash) ?? throw new MigrationException($"{PathOf(hash)} is missing or damaged");

    private byte[]? TryGet(string hash)
    {
        string path = PathOf(hash);
        if (!File.Exists(path)) return null;
        byte[] content = File.ReadAllBytes(path);
        return PathState.Hash(content) == hash ? content : null;
    }

    private static uint GroupOf(string path) => FileStatus.TryRead(path, out FileStatus status) ? status.GroupId : 0;
}
