using System.Globalization;
using Lookout.CameraService.Identity.Keys;
using Lookout.Native.Posix;
using Microsoft.Data.Sqlite;

namespace Lookout.CameraService.Identity.Storage;

/// <summary>Opens people.db, and puts a damaged one aside.</summary>
internal static class PeopleFile
{
    private const string AsideMark = ".damaged-";
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "people.db");

    /// <summary>The connection, with tables, checked and opened with the right key. The caller owns it.</summary>
    /// <exception cref="PeopleStorageException">It cannot be used; the file is as it was.</exception>
    public static SqliteConnection Open(string path, MasterKey master)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            // SQLite gives its journal the mode of the database; by itself it would let everybody read both.
            using (new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
            }

            connection.Open();
            Prepare(connection, path, master);
            return connection;
        }
        catch (Exception e)
        {
            connection.Dispose();
            throw e switch
            {
                PeopleStorageException => e,
                SqliteException sqlite => Explain(sqlite, path),
                IOException or UnauthorizedAccessException => new PeopleStorageException(StorageFault.Unavailable, $"{path} cannot be opened: {e.Message}", e),
                _ => new PeopleStorageException(StorageFault.Damaged, $"{path} cannot be read: {e.Message}", e),
            };
        }
    }

    /// <summary>Renames a damaged database, its journal too, and returns its new path. Nothing of it is deleted.</summary>
    public static string PutAside(string path, DateTimeOffset now)
    {
        string aside = $"{path}{AsideMark}{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        for (int i = 2; File.Exists(aside); i++) aside = $"{aside.Split('~')[0]}~{i}";
        foreach (string part in Parts)
        {
            if (File.Exists(path + part)) DurableName.Rename(path + part, aside + part);
        }

        return aside;
    }

    /// <summary>Databases that were put aside and that nobody has dealt with yet.</summary>
    public static string[] Aside(string path) =>
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + AsideMark + "*")
            .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static PeopleStorageException Explain(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        Corrupt or NotADatabase => new PeopleStorageException(StorageFault.Damaged, $"{path} is damaged ({e.Message})", e),
        5 or 6 => new PeopleStorageException(StorageFault.Unavailable, $"{path} is held by another program. End it, for example an open sqlite3 shell.", e),
        8 => new PeopleStorageException(StorageFault.Unavailable, $"{path} can be read but not written. Give the data directory to Lookout's user.", e),
        13 => new PeopleStorageException(StorageFault.Unavailable, $"The disk with {path} is full. Make room.", e),
        _ => new PeopleStorageException(StorageFault.Unavailable, $"{path} cannot be used ({e.Message})", e),
    };

    private static void Prepare(SqliteConnection connection, string path, MasterKey master)
    {
        long application = connection.Number("PRAGMA application_id");
        long version = connection.Number("PRAGMA user_version");
        bool isNew = application == 0 && version == 0 && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isNew && application != PeopleSchema.ApplicationId)
            throw new PeopleStorageException(StorageFault.Foreign, $"{path} is another program's database. Move it away.");
        if (version > PeopleSchema.Version)
        {
            throw new PeopleStorageException(
                StorageFault.Newer,
                $"{path} was written by a later version (schema {version}, this one knows {PeopleSchema.Version}). Run that version, or put the copy from before back.");
        }

        foreach (string pragma in PeopleSchema.Pragmas) connection.Value(pragma);
        if (isNew) Create(connection, master);
        else Check(connection, path, master);
    }

    private static void Create(SqliteConnection connection, MasterKey master)
    {
        using SqliteTransaction all = connection.BeginTransaction();
        foreach (string statement in PeopleSchema.Create) connection.Run(statement);
        connection.Run("INSERT INTO meta (name, value) VALUES ('key', $check)", ("$check", master.Check()));
        all.Commit();
    }

    private static void Check(SqliteConnection connection, string path, MasterKey master)
    {
        if (connection.Value("PRAGMA integrity_check(1)") is not "ok") throw new PeopleStorageException(StorageFault.Damaged, $"{path} is damaged");
        if (connection.Value("SELECT value FROM meta WHERE name = 'key'") is not byte[] check)
            throw new PeopleStorageException(StorageFault.Damaged, $"{path} has lost the check of its key");
        if (!master.Passes(check))
        {
            throw new PeopleStorageException(
                StorageFault.WrongKey,
                $"{path} was made with another key. Nothing is lost: put the right key file back and start again. If that key is gone for good, nobody can read the database; delete it and enrol again.");
        }
    }
}
