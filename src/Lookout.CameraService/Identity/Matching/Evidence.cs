namespace Lookout.CameraService.Identity.Matching;

/// <summary>
/// What speaks for each of a few people, summed up look by look and bounded, so that no past is long enough to outweigh what is
/// seen now. Whoever nothing ever spoke for is not in it.
/// </summary>
internal sealed class Evidence
{
    /// <summary>The most that can speak for or against somebody.</summary>
    public const float Cap = 6;

    private const int Places = 8;
    private readonly string?[] _people = new string?[Places];
    private readonly float[] _scores = new float[Places];

    /// <summary>The most that speaks for anybody; 0 when nothing does.</summary>
    public float Most
    {
        get
        {
            float most = 0;
            for (int i = 0; i < Places; i++)
            {
                if (_people[i] is not null) most = Math.Max(most, _scores[i]);
            }

            return most;
        }
    }

    /// <summary>People in it, in no order; null where a place is free.</summary>
    public ReadOnlySpan<string?> People => _people;

    public float this[string person] => Find(person) is >= 0 and int at ? _scores[at] : 0;

    /// <summary>Adds what one look says; what speaks against somebody who is not in it is passed over.</summary>
    public void Add(string person, float step)
    {
        int at = Find(person);
        if (at < 0 && step > 0) at = Take(person);
        if (at >= 0) _scores[at] = Math.Clamp(_scores[at] + step, -Cap, Cap);
    }

    public void Set(string person, float score)
    {
        int at = Find(person);
        if (at < 0) at = Take(person);
        _scores[at] = Math.Clamp(score, -Cap, Cap);
    }

    /// <summary>Lets what speaks for somebody fade.</summary>
    public void Fade(string person, float factor)
    {
        if (Find(person) is >= 0 and int at) _scores[at] *= factor;
    }

    public void Remove(string person)
    {
        if (Find(person) is >= 0 and int at) _people[at] = null;
    }

    private int Find(string person) => Array.IndexOf(_people, person);

    // A free place, or that of whoever has the least for them.
    private int Take(string person)
    {
        int place = 0;
        for (int i = 0; i < Places; i++)
        {
            if (_people[i] is null)
            {
                place = i;
                break;
            }

            if (_scores[i] < _scores[place]) place = i;
        }

        _people[place] = person;
        _scores[place] = 0;
        return place;
    }
}
