using System.Text.Json;
using Lookout.Migrate.Files;
using Lookout.Migrate.Journal;
using Lookout.Migrate.Machine;
using Lookout.Migrate.Plan;
using Lookout.Native.Posix;

namespace Lookout.Migrate.Steps;

/// <summary>/var/lib/lookout-migrate: journal, manifest, contents, plan. Ours alone, and locked while a migration runs.</summary>
internal sealed class StateDirectory : IDisposable
{
    public const string Path = "/var/lib/lookout-migrate";

    private const int OpenToOthers = 0b000_111_111;
    private const int ReserveLength = 1 << 20;

    private readonly string _path;
    private readonly FileStream? _lock;

    private StateDirectory(string path, FileStream? heldLock)
    {
        _path = path;
        _lock = heldLock;
        Journal = new JournalFile(In("journal"));
        Contents = new ContentStore(In("contents"));
    }

    public JournalFile Journal { get; }

    public ContentStore Contents { get; }

    public string PlanFile => In("plan.json");

    /// <summary>To look only: makes nothing, takes no lock.</summary>
    public static StateDirectory Look(Box box)
    {
        string path = box.At(Path);
        if (FileStatus.TryRead(path, out _)) RequireOurs(path);
        return new StateDirectory(path, null);
    }

    /// <summary>To change the box: makes the directory and takes its lock. Null when another migration has it.</summary>
    public static StateDirectory? TryTake(Box box)
    {
        Make(box);
        string path = box.At(Path);
        try
        {
            // .NET takes flock(LOCK_EX | LOCK_NB) for FileShare.None, and no child inherits it.
            var held = new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Directory.CreateDirectory(System.IO.Path.Combine(path, "contents"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new StateDirectory(path, held);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static void Make(Box box)
    {
        string path = box.At(Path);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        RequireOurs(path);
    }

    /// <summary>Sets room aside, so that a rollback can write when the disk is full.</summary>
    public void Reserve() => File.WriteAllBytes(In("reserve"), new byte[ReserveLength]);

    public void ReleaseReserve() => File.Delete(In("reserve"));

    /// <summary>Keeps the manifest and returns its hash.</summary>
    public string Keep(Manifest manifest) => Contents.Put(JsonSerializer.SerializeToUtf8Bytes(manifest, PlanJson.Default.Manifest));

    /// <summary>Reads the manifest that the journal names.</summary>
    public Manifest Manifest(string hash) => JsonSerializer.Deserialize(Contents.Get(hash), PlanJson.Default.Manifest) ?? throw new MigrationException($"{Contents.PathOf(hash)} is no manifest");

    /// <summary>Where a file that is in the way of a rollback is kept.</summary>
    public string KeepAside(string path)
    {
        string kept = In($"displaced-{System.IO.Path.GetFileName(path)}");
        File.Copy(path, kept, overwrite: true);
        return kept;
    }

    public void Dispose() => _lock?.Dispose();

    private string In(string name) => System.IO.Path.Combine(_path, name);

    private static void RequireOurs(string path)
    {
        if (!FileStatus.TryRead(path, out FileStatus status) || !status.IsDirectory || status.UserId != CurrentProcess.UserId || (status.Permissions & OpenToOthers) != 0)
            throw new MigrationException($"{path} must be a directory of root's with mode 0700; look at what it is, move it away and try again");
    }
}
