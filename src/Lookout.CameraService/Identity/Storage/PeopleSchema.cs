namespace Lookout.CameraService.Identity.Storage;

/// <summary>The tables of people.db. What is about a person's face or name is sealed; ids, times, sizes and model names are not.</summary>
internal static class PeopleSchema
{
    /// <summary>PRAGMA user_version. A database with a higher one was written by a later Lookout.</summary>
    public const int Version = 1;

    /// <summary>PRAGMA application_id: "LkPe". Any other file is none of ours.</summary>
    public const int ApplicationId = 0x4C6B5065;

    /// <summary>Held for the life of the connection (reliability.md 2.3).</summary>
    public static readonly string[] Pragmas =
    [
        "PRAGMA busy_timeout = 5000",
        "PRAGMA trusted_schema = OFF",
        "PRAGMA cell_size_check = ON",
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
    ];

    public static readonly string[] Create =
    [
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE people (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, data_key BLOB NOT NULL, name BLOB NOT NULL) STRICT",
        """
        CREATE TABLE consents (id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE, given_at INTEGER NOT NULL,
          expires INTEGER, given_by BLOB NOT NULL, purpose BLOB NOT NULL) STRICT
        """,
        """
        CREATE TABLE samples (id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE, taken_at INTEGER NOT NULL,
          source TEXT NOT NULL, quality REAL NOT NULL, model TEXT NOT NULL, embedding BLOB NOT NULL, picture BLOB NOT NULL) STRICT
        """,
        """
        CREATE TABLE negatives (id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE, expires INTEGER NOT NULL,
          model TEXT NOT NULL, embedding BLOB NOT NULL) STRICT
        """,
        "CREATE TABLE audit (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, person TEXT NOT NULL, detail TEXT NOT NULL) STRICT",
        "CREATE INDEX consents_of ON consents (person, given_at)",
        "CREATE INDEX samples_of ON samples (person, taken_at)",
        "CREATE INDEX negatives_of ON negatives (person)",
        $"PRAGMA application_id = {0x4C6B5065}",
        "PRAGMA user_version = 1",
    ];
}
