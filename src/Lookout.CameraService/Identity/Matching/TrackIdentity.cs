using System.Diagnostics;

namespace Lookout.CameraService.Identity.Matching;

/// <summary>
/// Who one track is. A face alone can give a name, and only after several looks; the figure may only keep or restore one. What
/// contradicts a name takes it away again.
/// </summary>
internal sealed partial class TrackIdentity(int track)
{
    private State _state = State.Open;
    private readonly Evidence _evidence = new();
    private List<string>? _denied;
    private string? _person;
    private long _faceSupport;
    private long _support;
    private long _aged;
    private int _looks;

    private enum State
    {
        /// <summary>Nobody knows yet.</summary>
        Open,

        /// <summary>A face said so, lately.</summary>
        Named,

        /// <summary>A face said so some time ago; the figure has carried the name since.</summary>
        Carried,

        /// <summary>Faces were seen, and they are nobody's who is enrolled.</summary>
        Stranger,
    }

    private enum Change
    {
        NameGiven,
        NameRestored,
        FaceConfirms,
        FaceIsLongAgo,
        NameLost,
        NobodyMatches,
    }

    public int Track => track;

    /// <summary>Whose name it bears, or null.</summary>
    public string? Person => _person;

    /// <summary>What a stranger is called, or null.</summary>
    public string? Unknown { get; private set; }

    /// <summary>When it was last in the picture.</summary>
    public long LastPresent { get; set; }

    /// <summary>The best face of the last seconds, or null.</summary>
    public FaceLook? BestFace { get; private set; }

    /// <summary>Whether enough faces were seen to call it a stranger, who has no name yet.</summary>
    public bool IsNewStranger => _state == State.Open && _looks >= Rules.LooksForStranger && _evidence.Most <= 0;

    /// <summary>0..1.</summary>
    public float Confidence => _person is null ? 0 : Math.Clamp(_evidence[_person] / Evidence.Cap, 0, 1);

    /// <summary>People something speaks for, null where there is none.</summary>
    public ReadOnlySpan<string?> Candidates => _evidence.People;

    /// <summary>Takes one look at the face.</summary>
    /// <param name="gallery">Whom it was compared with.</param>
    /// <param name="likeness">How like each of them it is.</param>
    /// <param name="look">The look.</param>
    /// <param name="scale">How it was compared.</param>
    /// <param name="now">Now.</param>
    public void SawFace(Gallery gallery, ReadOnlySpan<float> likeness, FaceLook look, Scale scale, long now)
    {
        KeepBest(look, scale, now);
        float weight = Rules.Weight(look.Quality);
        if (weight <= 0) return;
        (int best, float first, float second) = TwoLikest(gallery, likeness);
        bool clear = first > 0 && first - second >= Rules.Margin;
        for (int i = 0; i < gallery.Count; i++)
        {
            string id = gallery.Id(i);
            if (IsDenied(id)) continue;
            float says = i == best ? first : clear ? Math.Min(likeness[i], likeness[i] - first) : Math.Min(likeness[i], 0);
            if (i == best && first > 0 && !clear) says = 0;
            float step = Math.Clamp(Rules.Gain * says, -Rules.MostStep, Rules.MostStep);
            // A face that is turned away or blurred looks like nobody, so it speaks against a person even less than for one.
            _evidence.Add(id, step * (step > 0 ? weight : weight * weight));
        }

        if (weight >= Rules.GoodLook) _looks++;
        if (best >= 0 && first > 0 && gallery.Id(best) == _person)
        {
            _faceSupport = _support = now;
            Become(Change.FaceConfirms);
        }
    }

    /// <summary>What speaks for this track bearing the name, beside other tracks that want it; 0: nothing.</summary>
    public float Claim(string person)
    {
        if (IsDenied(person)) return 0;
        float score = _evidence[person];
        if (person == _person) return score >= Rules.KeepAt ? score + Rules.HolderBonus : 0;
        return score >= Rules.GiveAt ? score : 0;
    }

    /// <summary>Takes the name that it got, or none. A name it bore until now went to another track, or nothing speaks for it any more.</summary>
    public void Take(string? person, long now)
    {
        if (person == _person) return;
        if (_person is { } lost && _evidence[lost] > 0) _evidence.Set(lost, 0);
        Lose();
        if (person is null) return;
        _person = person;
        Unknown = null;
        _faceSupport = _support = now;
        Become(Change.NameGiven);
    }

    /// <summary>Takes the name of a track that was lost, because the figure is the same.</summary>
    public void Restore(TrackIdentity lost, long now)
    {
        string person = lost._person!;
        float score = Math.Min(lost._evidence[person], Rules.RestoreScore);
        lost.Take(null, now);
        LearnFrom(lost);
        _evidence.Set(person, score);
        _person = person;
        Unknown = null;
        _support = now;
        Become(Change.NameRestored);
    }

    /// <summary>Lets the name fade that nothing has supported for a while.</summary>
    public void Age(long now)
    {
        long since = Math.Max(0, now - Math.Max(_aged, _support + Rules.Patience));
        _aged = now;
        if (BestFace is { } face && now - face.AtNs > Rules.ForgetFaceAfter) BestFace = null;
        if (_person is not { } person) return;
        if (since > 0) _evidence.Fade(person, MathF.Pow(0.5f, (float)since / Rules.HalfLife));
        if (_evidence[person] < Rules.KeepAt) Lose();
        else if (now - _faceSupport > Rules.FaceFresh) Become(Change.FaceIsLongAgo);
    }

    /// <summary>It is not this person, whatever it looks like.</summary>
    public void Deny(string person)
    {
        if (!IsDenied(person)) (_denied ??= []).Add(person);
        Forget(person);
    }

    /// <summary>Nothing of this person is known any more.</summary>
    public void Forget(string person)
    {
        if (_person == person) Lose();
        _evidence.Remove(person);
    }

    /// <summary>Nobody who is enrolled; the others call it this.</summary>
    public void CallStranger(string unknown)
    {
        Unknown = unknown;
        Become(Change.NobodyMatches);
    }

    public bool IsDenied(string person) => _denied?.Contains(person) == true;

    private void Lose()
    {
        if (_person is null) return;
        _person = null;
        _looks = 0;
        Become(Change.NameLost);
    }

    // What is enrolled from a track must be whoever is on it now: a look at another face ends the best one of the face before.
    private void KeepBest(FaceLook look, Scale scale, long now)
    {
        bool keep = BestFace is { } best && best.Quality > look.Quality && now - best.AtNs <= Rules.BestFaceAge
            && best.Model == look.Model && scale.Compare(best.Embedding, look.Embedding) >= 0;
        if (!keep) BestFace = look;
    }

    private (int Best, float First, float Second) TwoLikest(Gallery gallery, ReadOnlySpan<float> likeness)
    {
        int best = -1;
        float first = -1, second = -1;
        for (int i = 0; i < gallery.Count; i++)
        {
            if (IsDenied(gallery.Id(i)) || likeness[i] <= second) continue;
            if (likeness[i] > first || best < 0)
            {
                second = first;
                first = likeness[i];
                best = i;
            }
            else second = likeness[i];
        }

        return (best, first, second);
    }

    private void Become(Change change)
    {
        State next = (_state, change) switch
        {
            (State.Open or State.Stranger, Change.NameGiven) => State.Named,
            (State.Open or State.Stranger, Change.NameRestored) => State.Carried,
            (State.Named or State.Carried, Change.FaceConfirms) => State.Named,
            (State.Named or State.Carried, Change.FaceIsLongAgo) => State.Carried,
            (State.Named or State.Carried, Change.NameLost) => State.Open,
            (State.Open, Change.NobodyMatches) => State.Stranger,
            _ => throw new UnreachableException($"{change} while {_state}"),
        };
        Debug.Assert((next is State.Named or State.Carried) == (_person is not null), "who bears a name is named");
        _state = next;
    }
}
