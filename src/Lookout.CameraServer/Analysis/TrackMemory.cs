using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>What is known of each track of one camera beside its box.</summary>
internal sealed class TrackMemory
{
    // As long as a tracker looks for one whom it lost, roughly; who comes back later begins anew.
    private const long MaxAgeNs = 10_000_000_000;

    private readonly Dictionary<int, KnownTrack> _tracks = [];

    /// <summary>Finds a track's entry, or makes it, and notes that it was seen.</summary>
    public KnownTrack See(int id, long nowNs)
    {
        if (!_tracks.TryGetValue(id, out KnownTrack? track)) _tracks[id] = track = new KnownTrack(nowNs);
        track.SeenNs = nowNs;
        return track;
    }

    /// <summary>The entry of a track that was seen before.</summary>
    public KnownTrack this[in Track track] => _tracks[track.Id];

    /// <summary>The index of who has been due longest at <paramref name="nowNs"/>; -1: nobody is.</summary>
    public int LongestDue(ReadOnlySpan<Track> tracks, Func<KnownTrack, long> dueNs, long nowNs)
    {
        int longest = -1;
        long since = long.MaxValue;
        for (int i = 0; i < tracks.Length; i++)
        {
            long due = dueNs(_tracks[tracks[i].Id]);
            if (due > nowNs || due >= since) continue;
            (longest, since) = (i, due);
        }
        return longest;
    }

    /// <summary>Lets go of those who were not seen for a while.</summary>
    public void Forget(long nowNs)
    {
        foreach ((int id, KnownTrack track) in _tracks)
        {
            if (nowNs - track.SeenNs > MaxAgeNs) _tracks.Remove(id);
        }
    }
}
