using System.Collections.Immutable;
using System.Globalization;
using Lookout.CameraService.Identity.Keys;
using Microsoft.Data.Sqlite;

namespace Lookout.CameraService.Identity.Storage;

/// <summary>
/// people.db, opened. Belongs to one thread. Every change is one transaction that is on the disk when the method returns.
/// Owns the connection; the master key is the caller's.
/// </summary>
/// <exception cref="SqliteException">From any method: the disk or the file is at fault, and nothing was changed.</exception>
internal sealed partial class PeopleDatabase(SqliteConnection connection, MasterKey master) : IDisposable
{
    private bool _owesTruncation;

    /// <summary>Entries that the key could not open when they were loaded: they were changed from outside.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Reads everybody. What cannot be opened is left out and counted.</summary>
    public Roster Load(DateTimeOffset now)
    {
        // Rows of nobody: their owner's row was changed.
        Unreadable = (int)connection.Number("SELECT (SELECT count(*) FROM samples WHERE person NOT IN (SELECT id FROM people)) + (SELECT count(*) FROM consents WHERE person NOT IN (SELECT id FROM people))");
        var people = ImmutableArray.CreateBuilder<KnownPerson>();
        foreach ((string id, long created, byte[] name) in connection.Rows(
            "SELECT id, created_at, name FROM people ORDER BY created_at, rowid", row => (row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2))))
        {
            if (TryUnseal(id) is not { } seal)
            {
                Unreadable++;
                continue;
            }

            using (seal)
            {
                if (seal.OpenText("name", id, name) is { } text && ConsentOf(id, seal) is { } consent)
                    people.Add(new KnownPerson(id, text, FromMs(created), consent, SamplesOf(id, seal), NegativesOf(id, seal, now)));
                else Unreadable++;
            }
        }

        return new Roster(people.ToImmutable());
    }

    public KnownPerson Add(string name, Consent consent, DateTimeOffset now)
    {
        string id = RandomId.New();
        byte[] wrapped = master.NewDataKey(id, out byte[] key);
        using var seal = new PersonSeal(id, key);
        using SqliteTransaction all = connection.BeginTransaction();
        connection.Run(
            "INSERT INTO people (id, created_at, data_key, name) VALUES ($id, $at, $key, $name)",
            ("$id", id), ("$at", ToMs(now)), ("$key", wrapped), ("$name", seal.Text("name", id, name)));
        AddConsent(id, seal, consent);
        Note("enrol", id, "", now);
        all.Commit();
        return new KnownPerson(id, name, Whole(now), Whole(consent), [], []);
    }

    /// <summary>A new name, a new consent or both; earlier consents are kept as long as the person is.</summary>
    public KnownPerson Change(KnownPerson person, string? name, Consent? consent, DateTimeOffset now)
    {
        using PersonSeal seal = Unseal(person.Id);
        using SqliteTransaction all = connection.BeginTransaction();
        if (name is not null)
        {
            connection.Run("UPDATE people SET name = $name WHERE id = $id", ("$name", seal.Text("name", person.Id, name)), ("$id", person.Id));
            Note("rename", person.Id, "", now);
        }

        if (consent is not null)
        {
            AddConsent(person.Id, seal, consent);
            Note("consent", person.Id, "", now);
        }

        all.Commit();
        return person with { Name = name ?? person.Name, Consent = consent is null ? person.Consent : Whole(consent) };
    }

    /// <summary>Writes to the audit table. Details are counts and ids; nothing of a person may stand there.</summary>
    public void Audit(string action, string person, string detail, DateTimeOffset now) => Note(action, person, detail, now);

    public void Dispose() => connection.Dispose();

    private void AddConsent(string person, PersonSeal seal, Consent consent)
    {
        string id = RandomId.New();
        connection.Run(
            "INSERT INTO consents (id, person, given_at, expires, given_by, purpose) VALUES ($id, $person, $at, $expires, $by, $purpose)",
            ("$id", id),
            ("$person", person),
            ("$at", ToMs(consent.GivenAt)),
            ("$expires", consent.Expires is { } end ? ToMs(end) : null),
            ("$by", seal.Text("given_by", id, consent.By)),
            ("$purpose", seal.Text("purpose", id, consent.Purpose)));
    }

    private Consent? ConsentOf(string person, PersonSeal seal)
    {
        List<Consent?> newest = connection.Rows(
            "SELECT id, given_at, expires, given_by, purpose FROM consents WHERE person = $person ORDER BY rowid DESC LIMIT 1",
            row => seal.OpenText("given_by", row.GetString(0), row.GetFieldValue<byte[]>(3)) is { } by && seal.OpenText("purpose", row.GetString(0), row.GetFieldValue<byte[]>(4)) is { } purpose
                ? new Consent(FromMs(row.GetInt64(1)), by, purpose, row.IsDBNull(2) ? null : FromMs(row.GetInt64(2)))
                : null,
            ("$person", person));
        return newest.Count == 1 ? newest[0] : null;
    }

    private PersonSeal Unseal(string person) => TryUnseal(person) ?? throw new PeopleStorageException(StorageFault.Damaged, "A person's key cannot be opened any more.");

    private PersonSeal? TryUnseal(string person) =>
        connection.Value("SELECT data_key FROM people WHERE id = $id", ("$id", person)) is byte[] wrapped && master.TryUnwrap(person, wrapped, out byte[] key)
            ? new PersonSeal(person, key)
            : null;

    private void Note(string action, string person, string detail, DateTimeOffset now) => connection.Run(
        "INSERT INTO audit (at, action, person, detail) VALUES ($at, $action, $person, $detail)",
        ("$at", ToMs(now)), ("$action", action), ("$person", person), ("$detail", detail));

    private static long ToMs(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static DateTimeOffset FromMs(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    // As it will be read again.
    private static DateTimeOffset Whole(DateTimeOffset at) => FromMs(ToMs(at));

    private static Consent Whole(Consent consent) => consent with { GivenAt = Whole(consent.GivenAt), Expires = consent.Expires is { } end ? Whole(end) : null };

    private static string Counts(params ReadOnlySpan<(string What, int Count)> counts)
    {
        var text = new List<string>();
        foreach ((string what, int count) in counts) text.Add(string.Create(CultureInfo.InvariantCulture, $"{what}={count}"));
        return string.Join(' ', text);
    }
}
