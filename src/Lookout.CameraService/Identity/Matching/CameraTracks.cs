using Lookout.Link;

namespace Lookout.CameraService.Identity.Matching;

/// <summary>
/// Everybody one camera sees or saw a moment ago. A person is on one track of a camera at a time: names are given out by the
/// assignment that all looks together speak for the most. Belongs to one thread; after the first frames it allocates only when somebody
/// comes or a name changes.
/// </summary>
internal sealed partial class CameraTracks(Strangers strangers)
{
    private readonly Dictionary<int, TrackIdentity> _tracks = [];
    private readonly List<TrackIdentity> _gone = [];
    private TrackName[] _names = [];
    private float[] _likeness = [];

    /// <summary>Tracks in the picture, replaced when anything about them changes.</summary>
    public TrackName[] Names => _names;

    /// <summary>Names given since the start.</summary>
    public long NamesGiven { get; private set; }

    /// <summary>Names taken away while their track was in the picture.</summary>
    public long NamesWithdrawn { get; private set; }

    /// <summary>The track, if it is in the picture.</summary>
    public TrackIdentity? Find(int track) => _tracks.GetValueOrDefault(track);

    /// <summary>These are the people of one frame.</summary>
    public void Seen(IReadOnlyList<Person> people, Roster roster, Moment now)
    {
        for (int i = 0; i < people.Count; i++) Track(people[i].Id).LastPresent = now.Ns;
        foreach (TrackIdentity track in _tracks.Values)
        {
            if (track.Person is { } person && !roster.MayRecognise(person, now.Utc)) track.Forget(person);
            bool named = track.Person is not null;
            track.Age(now.Ns);
            if (named && track.Person is null && IsPresent(track, now.Ns)) NamesWithdrawn++;
            if (now.Ns - track.LastPresent > Rules.Reacquire) _gone.Add(track);
        }

        foreach (TrackIdentity track in _gone) _tracks.Remove(track.Track);
        _gone.Clear();
        Publish(now.Ns);
    }

    /// <summary>These are faces of one frame.</summary>
    public void Faces(Likenesses faces, Gallery gallery, Scale scale, Moment now)
    {
        if (_likeness.Length < gallery.Count) _likeness = new float[2 * gallery.Count];
        for (int i = 0; i < faces.Items.Count; i++)
        {
            var look = new FaceLook(faces.Items[i], faces.Measure.Model, now.Ns);
            gallery.Compare(look.Embedding, scale, now.Utc, _likeness);
            TrackIdentity track = Track(look.Likeness.Track);
            track.LastPresent = Math.Max(track.LastPresent, now.Ns);
            track.SawFace(gallery, _likeness, look, scale, now.Ns);
        }

        GiveNames(now.Ns);
        for (int i = 0; i < faces.Items.Count; i++)
        {
            TrackIdentity track = Track(faces.Items[i].Track);
            if (!track.IsNewStranger || track.BestFace is not { } face) continue;
            // Two tracks with one face: one of them is a mistake, and it is not known which.
            string unknown = strangers.Place(face.Embedding, face.Model, scale, now.Ns);
            if (!IsBorne(unknown, now.Ns)) track.CallStranger(unknown);
        }

        Publish(now.Ns);
    }

    /// <summary>The track in the picture is not this person. Returns the face it had, or null.</summary>
    public FaceLook? Deny(int track, string person, long now)
    {
        if (Find(track) is not { } found) return null;
        found.Deny(person);
        Publish(now);
        return found.BestFace;
    }

    /// <summary>Nothing of a person may be left on any track.</summary>
    public void Forget(string person, long now)
    {
        foreach (TrackIdentity track in _tracks.Values) track.Forget(person);
        Publish(now);
    }

    public void Clear()
    {
        _tracks.Clear();
        _names = [];
    }

    private TrackIdentity Track(int id)
    {
        if (!_tracks.TryGetValue(id, out TrackIdentity? track)) _tracks.Add(id, track = new TrackIdentity(id));
        return track;
    }

    private bool IsBorne(string unknown, long now)
    {
        foreach (TrackIdentity track in _tracks.Values)
        {
            if (track.Unknown == unknown && Holds(track, now)) return true;
        }

        return false;
    }

    private static bool IsPresent(TrackIdentity track, long now) => now - track.LastPresent <= Rules.Grace;

    private static bool Holds(TrackIdentity track, long now) => now - track.LastPresent <= Rules.HoldWithin;

    private void Publish(long now)
    {
        int count = 0;
        bool same = true;
        foreach (TrackIdentity track in _tracks.Values)
        {
            if (!IsPresent(track, now)) continue;
            same = same && count < _names.Length && _names[count] == TrackName.Of(track);
            count++;
        }

        if (same && count == _names.Length) return;
        var names = new TrackName[count];
        count = 0;
        foreach (TrackIdentity track in _tracks.Values)
        {
            if (IsPresent(track, now)) names[count++] = TrackName.Of(track);
        }

        _names = names;
    }
}
