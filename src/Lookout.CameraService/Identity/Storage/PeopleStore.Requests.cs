using System.Collections.Immutable;

namespace Lookout.CameraService.Identity.Storage;

internal sealed partial class PeopleStore
{
    public Task<Outcome<KnownPerson>> EnrolAsync(string name, Consent consent) => AskAsync<KnownPerson>(database =>
    {
        if (_roster.People.Length >= Roster.MostPeople) return new Refused(Refusal.Conflict, $"There are {Roster.MostPeople} people already; erase somebody first.");
        if (_roster.Named(name) is not null) return SameName;
        return Keep(database.Add(name, consent, _time.GetUtcNow()));
    });

    public Task<Outcome<KnownPerson>> ChangeAsync(string id, string? name, Consent? consent) => AskAsync<KnownPerson>(database =>
    {
        if (_roster.Find(id) is not { } person) return NoPerson;
        if (name is not null && _roster.Named(name) is { } other && other.Id != id) return SameName;
        return Keep(database.Change(person, name, consent, _time.GetUtcNow()));
    });

    /// <param name="id">Whose face it is.</param>
    /// <param name="face">Its id is given here.</param>
    /// <param name="picture">The aligned face.</param>
    public Task<Outcome<FaceSample>> AddSampleAsync(string id, FaceSample face, byte[] picture) => AskAsync<FaceSample>(database =>
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (_roster.Find(id) is not { } person) return NoPerson;
        if (!person.Consent.Holds(now)) return NoConsent;
        if (person.Samples.Length >= KnownPerson.MostSamples)
            return new Refused(Refusal.Conflict, $"There are {KnownPerson.MostSamples} samples of this person already; delete the poorest first.");
        FaceSample sample = database.AddSample(id, face, picture, now);
        Keep(person with { Samples = person.Samples.Add(sample) });
        return sample;
    });

    public Task<Outcome<KnownPerson>> RemoveSampleAsync(string id, string sample) => AskAsync<KnownPerson>(database =>
    {
        if (_roster.Find(id) is not { } person) return NoPerson;
        if (person.Samples.FirstOrDefault(s => s.Id == sample) is not { } found) return NoSample;
        database.RemoveSample(id, sample, _time.GetUtcNow());
        return Keep(person with { Samples = person.Samples.Remove(found) });
    });

    public Task<Outcome<byte[]>> PictureAsync(string id, string sample) => AskAsync<byte[]>(database =>
        database.Picture(id, sample, _time.GetUtcNow()) is { } picture ? picture : NoSample);

    /// <summary>A face that is not this person's, for as long as strangers are remembered; not at all when they are not.</summary>
    public Task<Outcome<KnownPerson>> AddNegativeAsync(string id, string model, float[] embedding) => AskAsync<KnownPerson>(database =>
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (_roster.Find(id) is not { } person) return NoPerson;
        if (_settings.UnknownHours == 0 || person.Negatives.Length >= KnownPerson.MostSamples)
        {
            database.Audit("not", id, "", now);
            return person;
        }

        NegativeSample negative = database.AddNegative(id, new NegativeSample("", now.AddHours(_settings.UnknownHours), model, embedding), now);
        return Keep(person with { Negatives = person.Negatives.Add(negative) });
    });

    public Task<Outcome<KnownPerson>> MergeAsync(string id, string otherId) => AskAsync<KnownPerson>(database =>
    {
        if (_roster.Find(id) is not { } person || _roster.Find(otherId) is not { } other) return NoPerson;
        if (id == otherId) return new Refused(Refusal.Unfit, "That is the same person; name another as 'other'.");
        if (!person.Consent.Holds(_time.GetUtcNow())) return NoConsent;
        if (person.Samples.Length + other.Samples.Length > KnownPerson.MostSamples)
            return new Refused(Refusal.Conflict, $"Together they have more than {KnownPerson.MostSamples} samples; delete the poorest first.");
        (KnownPerson merged, _) = database.Merge(person, other, _time.GetUtcNow());
        _roster = _roster.Without(otherId);
        return Keep(merged);
    });

    public Task<Outcome<KnownPerson>> SplitAsync(string id, IReadOnlyCollection<string> samples, string name, Consent consent) => AskAsync<KnownPerson>(database =>
    {
        if (_roster.Find(id) is not { } person) return NoPerson;
        if (_roster.Named(name) is not null) return SameName;
        if (_roster.People.Length >= Roster.MostPeople) return new Refused(Refusal.Conflict, $"There are {Roster.MostPeople} people already; erase somebody first.");
        ImmutableArray<FaceSample> chosen = [.. person.Samples.Where(sample => samples.Contains(sample.Id))];
        if (chosen.Length == 0 || chosen.Length != samples.Count) return NoSample;
        (KnownPerson rest, KnownPerson fresh) = database.Split(person, chosen, name, consent, _time.GetUtcNow());
        Keep(rest);
        return Keep(fresh);
    });

    public Task<Outcome<ErasureReceipt>> EraseAsync(string id) => AskAsync<ErasureReceipt>(database =>
    {
        if (_roster.Find(id) is null) return NoPerson;
        ErasureReceipt receipt = database.Erase(id, _time.GetUtcNow());
        _roster = _roster.Without(id);
        return receipt;
    });

    public static Refused NoPerson { get; } = new(Refusal.NotFound, "There is no person with this id; GET /api/v1/people lists them.");

    public static Refused NoConsent { get; } = new(Refusal.Unfit, "The consent of this person has expired; record a new one first: PATCH with consent {by, purpose, expires}.");

    private static Refused NoSample { get; } = new(Refusal.NotFound, "This person has no such sample.");

    private static Refused SameName { get; } = new(Refusal.Conflict, "Somebody of this name is enrolled already. Add samples to that person, or choose another name.");

    private KnownPerson Keep(KnownPerson person)
    {
        _roster = _roster.With(person);
        return person;
    }
}
