namespace Lookout.CameraService.Identity.Matching;

/// <summary>
/// A roster laid out for comparing with one model: its samples, person after person, in one block. Samples of other models stay in the
/// roster and are of no use here. Immutable.
/// </summary>
internal sealed class Gallery
{
    // A face nearer to one that was said not to be this person than to any of the person's own says so again.
    private const float SaidNot = -0.25f;

    private readonly Entry[] _entries;
    private readonly float[] _vectors;
    private readonly int _length;

    public Gallery(Roster roster, string model, int length)
    {
        Source = roster;
        Model = model;
        _length = length;
        var entries = new List<Entry>();
        var vectors = new List<float>();
        foreach (KnownPerson person in roster.People)
        {
            int from = vectors.Count;
            foreach (FaceSample sample in person.Samples)
            {
                if (sample.Model == model && sample.Embedding.Length == length) vectors.AddRange(sample.Embedding);
            }

            int mid = vectors.Count;
            if (mid == from) continue;
            foreach (NegativeSample negative in person.Negatives)
            {
                if (negative.Model == model && negative.Embedding.Length == length) vectors.AddRange(negative.Embedding);
            }

            entries.Add(new Entry(person, from, mid, vectors.Count));
        }

        _entries = [.. entries];
        _vectors = [.. vectors];
    }

    public Roster Source { get; }

    public string Model { get; }

    /// <summary>How many people can be compared with.</summary>
    public int Count => _entries.Length;

    public string Id(int index) => _entries[index].Person.Id;

    /// <summary>How like each of the people a look is, by the likest of their samples; -1 for one whose consent does not hold.</summary>
    public void Compare(ReadOnlySpan<float> look, Scale scale, DateTimeOffset now, Span<float> likeness)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            Entry entry = _entries[i];
            likeness[i] = -1;
            if (!entry.Person.Consent.Holds(now)) continue;
            float best = Likest(look, scale, entry.From, entry.Mid);
            likeness[i] = entry.Mid < entry.To && Likest(look, scale, entry.Mid, entry.To) > best ? Math.Min(best, SaidNot) : best;
        }
    }

    private float Likest(ReadOnlySpan<float> look, Scale scale, int from, int to)
    {
        float best = -1;
        for (int at = from; at < to; at += _length) best = Math.Max(best, scale.Compare(look, _vectors.AsSpan(at, _length)));
        return best;
    }

    // Samples lie from From to Mid, faces that are not theirs from there to To.
    private readonly record struct Entry(KnownPerson Person, int From, int Mid, int To);
}
