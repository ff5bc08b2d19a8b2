using Lookout.Native.Posix;

namespace Lookout.Migrate.Files;

/// <summary>
/// Makes a path be what it shall be, in one step that a power cut can only precede or follow, and returns when the disk has it.
/// Doing it twice is doing it once.
/// </summary>
internal static class PathWriter
{
    private const string TempSuffix = ".lookout-migrate";

    /// <param name="path">Where it lies for us.</param>
    /// <param name="wanted">What it shall be.</param>
    /// <param name="content">Gives the content of a hash.</param>
    public static void Become(string path, PathState wanted, Func<string, byte[]> content)
    {
        string temp = TempOf(path);
        if (FileStatus.TryRead(temp, out _)) File.Delete(temp);
        PathState present = PathState.Read(path);
        if (present.IsSameAs(wanted)) return;
        switch (wanted.Kind)
        {
            case PathKind.Absent:
                Remove(path, present);
                break;
            case PathKind.Directory:
                MakeDirectory(path, wanted, present);
                break;
            case PathKind.Link:
                File.CreateSymbolicLink(temp, wanted.Target!);
                FileOwner.Set(temp, wanted.User, wanted.Group);
                DurableName.Rename(temp, path);
                break;
            case PathKind.File:
                WriteFile(temp, wanted, content(wanted.Sha256!));
                DurableName.Rename(temp, path);
                break;
            default:
                throw new MigrationException($"{path} is neither a file nor a link; the migration does not touch such");
        }
    }

    /// <summary>Beside the file, since a rename cannot cross file systems; hidden and known, since a crash may leave it.</summary>
    internal static string TempOf(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}{TempSuffix}");

    private static void Remove(string path, PathState present)
    {
        if (present.Kind != PathKind.Directory) File.Delete(path);
        else if (!Directory.EnumerateFileSystemEntries(path).Any()) Directory.Delete(path);
        else throw new MigrationException($"{path} is not empty: see what lies in it, move it away and run 'lookout migrate rollback' again");
        DurableName.SyncDirectoryOf(path);
    }

    private static void MakeDirectory(string path, PathState wanted, PathState present)
    {
        if (present.Kind is not (PathKind.Absent or PathKind.Directory)) throw new MigrationException($"{path} is in the way: a directory of this name is needed");
        if (present.Kind == PathKind.Absent) Directory.CreateDirectory(path);
        FileOwner.Set(path, wanted.User, wanted.Group);
        File.SetUnixFileMode(path, (UnixFileMode)wanted.Mode);
        DurableName.SyncDirectoryOf(path);
    }

    private static void WriteFile(string temp, PathState wanted, byte[] content)
    {
        // CreateNew is O_EXCL: in a directory that a user can write to, nobody's link is followed.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using var file = new FileStream(temp, options);
        file.Write(content);
        // The owner first: chown(2) takes set-id bits away.
        FileOwner.Set(temp, wanted.User, wanted.Group);
        File.SetUnixFileMode(file.SafeFileHandle, (UnixFileMode)wanted.Mode);
        // Best effort: a label the file system refuses is no reason to leave a box half moved.
        foreach ((string name, string value) in wanted.Attributes ?? []) ExtendedAttributes.TryWrite(temp, name, Convert.FromBase64String(value));
        file.Flush(flushToDisk: true);
    }
}
