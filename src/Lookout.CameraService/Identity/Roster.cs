using System.Collections.Immutable;

namespace Lookout.CameraService.Identity;

/// <summary>Everybody who is enrolled, at one moment. Replaced as a whole, so that a reader needs no lock.</summary>
internal sealed class Roster(ImmutableArray<KnownPerson> people)
{
    public const int MostPeople = 1000;

    public static readonly Roster Empty = new([]);

    private readonly Dictionary<string, KnownPerson> _byId = people.ToDictionary(person => person.Id, StringComparer.Ordinal);

    /// <summary>In the order they were enrolled.</summary>
    public ImmutableArray<KnownPerson> People { get; } = people;

    public KnownPerson? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Whether the person is enrolled with a face and with a consent that holds.</summary>
    public bool MayRecognise(string id, DateTimeOffset now) => Find(id) is { Samples.Length: > 0 } person && person.Consent.Holds(now);

    /// <summary>Somebody of this name, whatever its case.</summary>
    public KnownPerson? Named(string name) => People.FirstOrDefault(person => string.Equals(person.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same with this person in place of the one of the same id, or added.</summary>
    public Roster With(KnownPerson person)
    {
        int at = Place(person.Id);
        return new Roster(at < 0 ? People.Add(person) : People.SetItem(at, person));
    }

    public Roster Without(string id)
    {
        int at = Place(id);
        return at < 0 ? this : new Roster(People.RemoveAt(at));
    }

    private int Place(string id)
    {
        for (int i = 0; i < People.Length; i++)
        {
            if (People[i].Id == id) return i;
        }

        return -1;
    }
}
