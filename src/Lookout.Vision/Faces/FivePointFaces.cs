using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Faces;

/// <summary>Candidates of a detector with five landmarks, in pixels of its input, and the greedy suppression these detectors were published with.</summary>
internal sealed class FivePointFaces(int most, float overlap)
{
    public const int Points = 5;

    private readonly DetectedFace[] _candidates = new DetectedFace[most];
    private int _count;

    public void Clear() => _count = 0;

    /// <summary>Adds a candidate; what is no box is left out.</summary>
    /// <param name="left">Of the box, as the other three.</param>
    /// <param name="top">Its upper edge.</param>
    /// <param name="right">Its right edge.</param>
    /// <param name="bottom">Its lower edge.</param>
    /// <param name="score">0..1.</param>
    /// <param name="points">Right eye, left eye, nose, right and left mouth corner, of the person.</param>
    public void Add(float left, float top, float right, float bottom, float score, ReadOnlySpan<Landmark> points)
    {
        if (_count == _candidates.Length || !(right > left && bottom > top && float.IsFinite(right - left + bottom - top))) return;
        var landmarks = new FaceLandmarks();
        for (int i = 0; i < FaceLandmarks.MouthCentre; i++) landmarks[i] = points[i];
        landmarks[FaceLandmarks.MouthCentre] = new((points[3].X + points[4].X) / 2, (points[3].Y + points[4].Y) / 2);
        landmarks[FaceLandmarks.RightMouthCorner] = points[3];
        landmarks[FaceLandmarks.LeftMouthCorner] = points[4];
        _candidates[_count++] = new(left, top, right - left, bottom - top, score, landmarks, FacePoints.MouthCorners);
    }

    /// <summary>The faces of the picture, best first.</summary>
    /// <returns>How many were written; those that find no room are left out.</returns>
    public int Place(in Letterbox letterbox, Span<DetectedFace> faces)
    {
        Span<DetectedFace> candidates = _candidates.AsSpan(0, _count);
        candidates.Sort(static (one, other) => other.Score.CompareTo(one.Score));
        int kept = 0, found = 0;
        for (int i = 0; i < candidates.Length && found < faces.Length; i++)
        {
            DetectedFace candidate = candidates[i];
            if (IsOverlapped(candidate, candidates[..kept])) continue;
            candidates[kept++] = candidate;
            if (FacePlacing.TryPlace(candidate, letterbox, out faces[found])) found++;
        }
        return found;
    }

    private bool IsOverlapped(in DetectedFace candidate, ReadOnlySpan<DetectedFace> better)
    {
        var box = new BoundingBox(candidate.X, candidate.Y, candidate.Width, candidate.Height);
        foreach (ref readonly DetectedFace other in better)
        {
            if (BoundingBox.Overlap(box, new BoundingBox(other.X, other.Y, other.Width, other.Height)) > overlap) return true;
        }
        return false;
    }
}
