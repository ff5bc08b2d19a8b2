using Lookout.Vision;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// What the extras found of one person, and when. Places are kept relative to the person's box, so that they go with it while
/// nobody looks.
/// </summary>
/// <param name="firstSeenNs">Since when the person waits for a first look.</param>
internal sealed class KnownTrack(long firstSeenNs)
{
    /// <summary>Far in the past, and yet a difference to any time of the clock.</summary>
    public const long Never = long.MinValue / 2;

    // A walker's legs are elsewhere after this.
    private const long PoseAgeNs = 500_000_000;

    // A head keeps its place in the box; a little longer than from one look to the next.
    private const long FaceAgeNs = 1_500_000_000;

    private const long FaceIntervalNs = 1_000_000_000;
    private const long BodyIntervalNs = 1_000_000_000;

    // Who shows no face may turn round at any moment, and who comes nearer shows more of it.
    private const long RetryNs = 500_000_000;
    private const float Nearer = 1.25f;

    private Pose _pose;
    private DetectedFace _face;
    private long _faceNs = Never;
    private float _heightWhenLooked;

    public long SeenNs { get; set; } = firstSeenNs;

    /// <summary>When the pose was estimated.</summary>
    public long PoseNs { get; private set; } = Never;

    /// <summary>From when on a look at the face is due.</summary>
    public long FaceDueNs { get; private set; } = firstSeenNs;

    /// <summary>From when on a look at the body is due.</summary>
    public long BodyDueNs { get; private set; } = firstSeenNs;

    /// <summary>Notes how large the person is, who may have come nearer since the last look at the face.</summary>
    public void Measure(in BoundingBox box, long nowNs)
    {
        if (box.Height > Nearer * _heightWhenLooked) FaceDueNs = Math.Min(FaceDueNs, Math.Max(nowNs, FaceDueNs - FaceIntervalNs + RetryNs));
    }

    public void RememberPose(in BoundingBox box, in Pose pose, long takenNs)
    {
        for (int i = 0; i < Pose.Count; i++)
        {
            Landmark place = Within(box, pose[i].X, pose[i].Y);
            _pose[i] = new Keypoint(place.X, place.Y, pose[i].Score);
        }
        PoseNs = takenNs;
    }

    /// <returns>x, y, score for each keypoint on the box as it is now; none when they are too old.</returns>
    public float[] Keypoints(in BoundingBox box, long nowNs)
    {
        if (nowNs - PoseNs > PoseAgeNs) return [];
        var values = new float[3 * Pose.Count];
        for (int i = 0; i < Pose.Count; i++)
        {
            Landmark place = Placed(box, _pose[i].X, _pose[i].Y);
            (values[3 * i], values[3 * i + 1], values[3 * i + 2]) = (place.X, place.Y, _pose[i].Score);
        }
        return values;
    }

    /// <summary>Notes a look at the face, and what it found.</summary>
    public void RememberFace(in BoundingBox box, DetectedFace? face, long takenNs)
    {
        _heightWhenLooked = box.Height;
        FaceDueNs = takenNs + (face == null ? RetryNs : FaceIntervalNs);
        if (face is not { } found) return;
        Landmark corner = Within(box, found.X, found.Y);
        var points = default(FaceLandmarks);
        for (int i = 0; i < FaceLandmarks.Count; i++) points[i] = Within(box, found.Landmarks[i].X, found.Landmarks[i].Y);
        _face = found with { X = corner.X, Y = corner.Y, Width = found.Width / box.Width, Height = found.Height / box.Height, Landmarks = points };
        _faceNs = takenNs;
    }

    /// <returns>The face on the box as it is now; null when it was seen too long ago.</returns>
    public DetectedFace? Face(in BoundingBox box, long nowNs)
    {
        if (nowNs - _faceNs > FaceAgeNs) return null;
        Landmark low = Placed(box, _face.X, _face.Y);
        Landmark high = Placed(box, _face.X + _face.Width, _face.Y + _face.Height);
        var points = default(FaceLandmarks);
        for (int i = 0; i < FaceLandmarks.Count; i++) points[i] = Placed(box, _face.Landmarks[i].X, _face.Landmarks[i].Y);
        return _face with { X = low.X, Y = low.Y, Width = high.X - low.X, Height = high.Y - low.Y, Landmarks = points };
    }

    /// <summary>Notes a look at the body.</summary>
    public void RememberBody(long takenNs) => BodyDueNs = takenNs + BodyIntervalNs;

    private static Landmark Within(in BoundingBox box, float x, float y) => new((x - box.X) / box.Width, (y - box.Y) / box.Height);

    private static Landmark Placed(in BoundingBox box, float x, float y) =>
        new(Math.Clamp(box.X + x * box.Width, 0, 1), Math.Clamp(box.Y + y * box.Height, 0, 1));
}
