using System.Runtime.InteropServices;
using Lookout.Link;

namespace Lookout.CameraService.Identity.Matching;

internal sealed partial class CameraTracks
{
    private readonly Assignment _assignment = new();
    private readonly List<TrackIdentity> _claiming = [];
    private readonly List<string> _claimed = [];
    private float[] _values = [];
    private int[] _chosen = [];

    /// <summary>These are figures of one frame.</summary>
    public void Figures(Likenesses figures, Scale scale, Moment now)
    {
        for (int i = 0; i < figures.Items.Count; i++)
        {
            Likeness item = figures.Items[i];
            ReadOnlySpan<float> figure = MemoryMarshal.Cast<byte, float>(item.Embedding);
            TrackIdentity track = Track(item.Track);
            track.LastPresent = Math.Max(track.LastPresent, now.Ns);
            if (track.Person is not null) track.SawFigure(figure, figures.Measure.Model, scale, now.Ns);
            else if (LostLike(track, figure, figures.Measure.Model, scale, now.Ns) is var lost && track.Resembles(lost))
            {
                track.Restore(lost!, now.Ns);
                NamesGiven++;
            }
        }

        Publish(now.Ns);
    }

    // The lost track whose figure this is, if one is clearly likest and faces do not forbid it.
    private TrackIdentity? LostLike(TrackIdentity track, ReadOnlySpan<float> figure, string model, Scale scale, long now)
    {
        TrackIdentity? best = null;
        float first = 0, second = 0;
        foreach (TrackIdentity lost in _tracks.Values)
        {
            if (lost.Person is not { } person || Holds(lost, now) || !track.MayBe(person)) continue;
            if (lost.LikenessOf(figure, model, scale) is not { } likeness || likeness < second) continue;
            if (likeness >= first)
            {
                second = first;
                first = likeness;
                best = lost;
            }
            else second = likeness;
        }

        return first - second >= Rules.FigureMargin ? best : null;
    }

    // Tracks in the picture first: one that was lost gives its name up to whoever claims it there.
    private void GiveNames(long now)
    {
        _claiming.Clear();
        _claimed.Clear();
        foreach (TrackIdentity track in _tracks.Values)
        {
            if (!Holds(track, now)) continue;
            _claiming.Add(track);
            foreach (string? person in track.Candidates)
            {
                if (person is not null && track.Claim(person) > 0 && !_claimed.Contains(person)) _claimed.Add(person);
            }
        }

        int rows = _claiming.Count, columns = _claimed.Count;
        if (_values.Length < rows * columns) _values = new float[2 * rows * columns];
        if (_chosen.Length < rows) _chosen = new int[2 * rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) _values[row * columns + column] = _claiming[row].Claim(_claimed[column]);
        }

        _assignment.Solve(_values, rows, columns, _chosen);
        // First everybody who loses one gives it up, then it is taken.
        for (int row = 0; row < rows; row++) Settle(_claiming[row], _chosen[row] < 0 ? null : _claimed[_chosen[row]], taking: false, now);
        for (int row = 0; row < rows; row++) Settle(_claiming[row], _chosen[row] < 0 ? null : _claimed[_chosen[row]], taking: true, now);
    }

    private void Settle(TrackIdentity track, string? person, bool taking, long now)
    {
        if (track.Person == person) return;
        if (!taking)
        {
            if (track.Person is null) return;
            track.Take(null, now);
            NamesWithdrawn++;
            return;
        }

        foreach (TrackIdentity other in _tracks.Values)
        {
            if (other.Person == person && other != track) other.Take(null, now);
        }

        track.Take(person, now);
        NamesGiven++;
    }
}
