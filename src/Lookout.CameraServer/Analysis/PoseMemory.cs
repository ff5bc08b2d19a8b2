using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>The newest keypoints of each track of one camera, kept relative to the person's box so that they go with it.</summary>
internal sealed class PoseMemory
{
    // A walker's legs are elsewhere after this.
    private const long MaxAgeNs = 500_000_000;

    private readonly Dictionary<int, (Pose Relative, long TakenNs)> _poses = [];

    /// <summary>Who was looked at longest ago, or never; not empty.</summary>
    public Track LongestAgo(ReadOnlySpan<Track> tracks)
    {
        Track oldest = tracks[0];
        foreach (Track track in tracks)
        {
            if (TakenNs(track) < TakenNs(oldest)) oldest = track;
        }
        return oldest;

        long TakenNs(in Track track) => _poses.TryGetValue(track.Id, out var known) ? known.TakenNs : long.MinValue;
    }

    public void Remember(int id, in BoundingBox box, in Pose pose, long takenNs)
    {
        var relative = new Pose();
        for (int i = 0; i < Pose.Count; i++)
            relative[i] = new Keypoint((pose[i].X - box.X) / box.Width, (pose[i].Y - box.Y) / box.Height, pose[i].Score);
        _poses[id] = (relative, takenNs);
    }

    /// <returns>x, y, score for each keypoint on the box as it is now; none when they are too old.</returns>
    public float[] Recall(int id, in BoundingBox box, long nowNs)
    {
        if (!_poses.TryGetValue(id, out var known) || nowNs - known.TakenNs > MaxAgeNs) return [];
        var values = new float[3 * Pose.Count];
        for (int i = 0; i < Pose.Count; i++)
        {
            values[3 * i] = Math.Clamp(box.X + known.Relative[i].X * box.Width, 0, 1);
            values[3 * i + 1] = Math.Clamp(box.Y + known.Relative[i].Y * box.Height, 0, 1);
            values[3 * i + 2] = known.Relative[i].Score;
        }
        return values;
    }

    /// <summary>Lets go of those whom nobody looked at for a while.</summary>
    public void Forget(long nowNs)
    {
        foreach ((int id, (Pose _, long takenNs)) in _poses)
        {
            if (nowNs - takenNs > 4 * MaxAgeNs) _poses.Remove(id);
        }
    }
}
