using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Lookout.CameraService.Identity.Storage;

internal sealed partial class PeopleDatabase
{
    private const int LongestAudit = 100_000;

    /// <param name="person">Whose face it is.</param>
    /// <param name="face">Its id is given here.</param>
    /// <param name="picture">The aligned face.</param>
    /// <param name="now">For the audit.</param>
    public FaceSample AddSample(string person, FaceSample face, ReadOnlySpan<byte> picture, DateTimeOffset now)
    {
        FaceSample sample = face with { Id = RandomId.New(), TakenAt = Whole(face.TakenAt) };
        using PersonSeal seal = Unseal(person);
        using SqliteTransaction all = connection.BeginTransaction();
        InsertSample(person, seal, sample, picture);
        Note("sample", person, sample.Id, now);
        all.Commit();
        return sample;
    }

    public void RemoveSample(string person, string sample, DateTimeOffset now)
    {
        using (SqliteTransaction all = connection.BeginTransaction())
        {
            connection.Run("DELETE FROM samples WHERE id = $id AND person = $person", ("$id", sample), ("$person", person));
            Note("sample-erase", person, sample, now);
            all.Commit();
        }

        Truncate();
    }

    /// <summary>The picture of a sample, and a line in the audit that somebody looked. Null when there is none.</summary>
    public byte[]? Picture(string person, string sample, DateTimeOffset now)
    {
        if (connection.Value("SELECT picture FROM samples WHERE id = $id AND person = $person", ("$id", sample), ("$person", person)) is not byte[] box) return null;
        using PersonSeal seal = Unseal(person);
        if (seal.OpenBytes("picture", sample, box) is not { } picture) return null;
        Note("picture", person, sample, now);
        return picture;
    }

    public NegativeSample AddNegative(string person, NegativeSample face, DateTimeOffset now)
    {
        NegativeSample negative = face with { Id = RandomId.New(), Expires = Whole(face.Expires) };
        using PersonSeal seal = Unseal(person);
        using SqliteTransaction all = connection.BeginTransaction();
        InsertNegative(person, seal, negative);
        Note("not", person, "", now);
        all.Commit();
        return negative;
    }

    /// <summary>Deletes negatives whose time is over and the oldest of a long audit, and truncates the journal if that is still owed. Returns whether negatives went.</summary>
    public bool Sweep(DateTimeOffset now)
    {
        bool swept = connection.Run("DELETE FROM negatives WHERE expires <= $now", ("$now", ToMs(now))) > 0;
        connection.Run("DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - $most", ("$most", LongestAudit));
        if (swept || _owesTruncation) Truncate();
        return swept;
    }

    private void InsertSample(string person, PersonSeal seal, FaceSample sample, ReadOnlySpan<byte> picture) => connection.Run(
        """
        INSERT INTO samples (id, person, taken_at, source, quality, model, embedding, picture)
        VALUES ($id, $person, $at, $source, $quality, $model, $embedding, $picture)
        """,
        ("$id", sample.Id),
        ("$person", person),
        ("$at", ToMs(sample.TakenAt)),
        ("$source", sample.Source == SampleSource.Track ? "track" : "upload"),
        ("$quality", (double)sample.Quality),
        ("$model", sample.Model),
        ("$embedding", seal.Floats("embedding", sample.Id, sample.Embedding)),
        ("$picture", seal.Bytes("picture", sample.Id, picture)));

    private void InsertNegative(string person, PersonSeal seal, NegativeSample negative) => connection.Run(
        "INSERT INTO negatives (id, person, expires, model, embedding) VALUES ($id, $person, $expires, $model, $embedding)",
        ("$id", negative.Id),
        ("$person", person),
        ("$expires", ToMs(negative.Expires)),
        ("$model", negative.Model),
        ("$embedding", seal.Floats("negative", negative.Id, negative.Embedding)));

    private ImmutableArray<FaceSample> SamplesOf(string person, PersonSeal seal)
    {
        List<FaceSample?> all = connection.Rows(
            "SELECT id, taken_at, source, quality, model, embedding FROM samples WHERE person = $person ORDER BY rowid",
            row => seal.OpenFloats("embedding", row.GetString(0), row.GetFieldValue<byte[]>(5)) is { } embedding
                ? new FaceSample(row.GetString(0), FromMs(row.GetInt64(1)), row.GetString(2) == "track" ? SampleSource.Track : SampleSource.Upload, row.GetFloat(3), row.GetString(4), embedding)
                : null,
            ("$person", person));
        return Readable(all);
    }

    private ImmutableArray<NegativeSample> NegativesOf(string person, PersonSeal seal, DateTimeOffset now)
    {
        List<NegativeSample?> all = connection.Rows(
            "SELECT id, expires, model, embedding FROM negatives WHERE person = $person AND expires > $now ORDER BY rowid",
            row => seal.OpenFloats("negative", row.GetString(0), row.GetFieldValue<byte[]>(3)) is { } embedding
                ? new NegativeSample(row.GetString(0), FromMs(row.GetInt64(1)), row.GetString(2), embedding)
                : null,
            ("$person", person),
            ("$now", ToMs(now)));
        return Readable(all);
    }

    private ImmutableArray<T> Readable<T>(List<T?> all)
        where T : class
    {
        T[] readable = [.. all.OfType<T>()];
        Unreadable += all.Count - readable.Length;
        return [.. readable];
    }
}
