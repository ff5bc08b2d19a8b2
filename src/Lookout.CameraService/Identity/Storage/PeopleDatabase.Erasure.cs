using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Lookout.CameraService.Identity.Storage;

internal sealed partial class PeopleDatabase
{
    /// <summary>
    /// Erases a person: the wrapped key first, then every row; secure_delete overwrites both in the file, and the journal, which
    /// still holds the pages from before, is cut to nothing.
    /// </summary>
    public ErasureReceipt Erase(string person, DateTimeOffset now)
    {
        ErasureReceipt receipt;
        using (SqliteTransaction all = connection.BeginTransaction())
        {
            receipt = EraseRows(person, now);
            all.Commit();
        }

        Truncate();
        return receipt;
    }

    /// <summary>Gives every sample and negative of <paramref name="other"/> to <paramref name="person"/>, under that one's key, and erases the other.</summary>
    public (KnownPerson Person, ErasureReceipt Receipt) Merge(KnownPerson person, KnownPerson other, DateTimeOffset now)
    {
        ErasureReceipt receipt;
        using (SqliteTransaction all = connection.BeginTransaction())
        {
            using (PersonSeal to = Unseal(person.Id))
            using (PersonSeal from = Unseal(other.Id))
            {
                Move(other.Samples, other.Id, from, person.Id, to);
                foreach (NegativeSample negative in other.Negatives)
                {
                    connection.Run("DELETE FROM negatives WHERE id = $id", ("$id", negative.Id));
                    InsertNegative(person.Id, to, negative);
                }
            }

            Note("merge", person.Id, $"{other.Id} {Counts(("samples", other.Samples.Length))}", now);
            receipt = EraseRows(other.Id, now);
            all.Commit();
        }

        Truncate();
        return (person with { Samples = [.. person.Samples, .. other.Samples], Negatives = [.. person.Negatives, .. other.Negatives] }, receipt);
    }

    /// <summary>Makes a new person of some of another's samples.</summary>
    public (KnownPerson Remaining, KnownPerson Fresh) Split(KnownPerson person, ImmutableArray<FaceSample> samples, string name, Consent consent, DateTimeOffset now)
    {
        string id = RandomId.New();
        byte[] wrapped = master.NewDataKey(id, out byte[] key);
        using (SqliteTransaction all = connection.BeginTransaction())
        {
            using var to = new PersonSeal(id, key);
            using PersonSeal from = Unseal(person.Id);
            connection.Run(
                "INSERT INTO people (id, created_at, data_key, name) VALUES ($id, $at, $key, $name)",
                ("$id", id), ("$at", ToMs(now)), ("$key", wrapped), ("$name", to.Text("name", id, name)));
            AddConsent(id, to, consent);
            Move(samples, person.Id, from, id, to);
            Note("split", person.Id, $"{id} {Counts(("samples", samples.Length))}", now);
            all.Commit();
        }

        Truncate();
        return (person with { Samples = person.Samples.RemoveRange(samples) }, new KnownPerson(id, name, Whole(now), Whole(consent), samples, []));
    }

    private ErasureReceipt EraseRows(string person, DateTimeOffset now)
    {
        connection.Run("UPDATE people SET data_key = zeroblob(length(data_key)) WHERE id = $id", ("$id", person));
        int samples = connection.Run("DELETE FROM samples WHERE person = $id", ("$id", person));
        int others = connection.Run("DELETE FROM negatives WHERE person = $id", ("$id", person)) + connection.Run("DELETE FROM consents WHERE person = $id", ("$id", person));
        int people = connection.Run("DELETE FROM people WHERE id = $id", ("$id", person));
        var receipt = new ErasureReceipt(RandomId.New(), person, samples, samples + others + people, samples, people, Whole(now));
        Note("erase", person, $"{receipt.Receipt} {Counts(("samples", samples), ("rows", receipt.Rows), ("keys", people))}", now);
        return receipt;
    }

    private void Move(ImmutableArray<FaceSample> samples, string owner, PersonSeal from, string person, PersonSeal to)
    {
        foreach (FaceSample sample in samples)
        {
            byte[] box = connection.Value("SELECT picture FROM samples WHERE id = $id AND person = $owner", ("$id", sample.Id), ("$owner", owner)) as byte[] ?? [];
            byte[] picture = from.OpenBytes("picture", sample.Id, box) ?? [];
            connection.Run("DELETE FROM samples WHERE id = $id", ("$id", sample.Id));
            InsertSample(person, to, sample, picture);
        }
    }

    // Row: whether somebody was in the way, pages in the journal, pages moved. What could not be cut now is cut with the next sweep.
    private void Truncate() => _owesTruncation = connection.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
}
