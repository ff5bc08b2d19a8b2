using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Objects;

/// <summary>Candidates of one picture, in pixels of the input, and greedy suppression: what a better one of its class covers is the same object.</summary>
internal sealed class ObjectCandidates(int most, ModelInput input, float overlap)
{
    private readonly Candidate[] _candidates = new Candidate[most];
    private readonly int[] _sources = new int[most];
    private int _count;

    /// <summary>Where each placed object came from, as <see cref="Add"/> was told.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    public void Clear() => _count = 0;

    /// <summary>Adds a candidate; what is no box is left out.</summary>
    public void Add(float left, float top, float right, float bottom, float score, int @class, int source)
    {
        if (_count < _candidates.Length && right > left && bottom > top)
            _candidates[_count++] = new(new BoundingBox(left, top, right - left, bottom - top), score, @class, source);
    }

    /// <summary>The objects of the picture, best first.</summary>
    /// <returns>How many were written; those that find no room are left out.</returns>
    public int Place(in Letterbox letterbox, Span<DetectedObject> objects)
    {
        Span<Candidate> candidates = _candidates.AsSpan(0, _count);
        candidates.Sort(static (one, other) => other.Score.CompareTo(one.Score));
        int kept = 0, found = 0;
        for (int i = 0; i < candidates.Length && found < objects.Length; i++)
        {
            Candidate candidate = candidates[i];
            if (IsOverlapped(candidate, candidates[..kept])) continue;
            candidates[kept++] = candidate;
            if (!TryPlace(candidate.Box, letterbox, out BoundingBox box)) continue;
            objects[found] = new(box, candidate.Score, candidate.Class);
            _sources[found++] = candidate.Source;
        }
        return found;
    }

    private bool IsOverlapped(in Candidate candidate, ReadOnlySpan<Candidate> better)
    {
        foreach (ref readonly Candidate other in better)
        {
            if (other.Class == candidate.Class && BoundingBox.Overlap(candidate.Box, other.Box) > overlap) return true;
        }
        return false;
    }

    private bool TryPlace(in BoundingBox box, in Letterbox letterbox, out BoundingBox placed)
    {
        float left = Math.Clamp(letterbox.ToPictureX(Math.Clamp(box.X, 0, input.Width)), 0, 1);
        float top = Math.Clamp(letterbox.ToPictureY(Math.Clamp(box.Y, 0, input.Height)), 0, 1);
        float right = Math.Clamp(letterbox.ToPictureX(Math.Clamp(box.Right, 0, input.Width)), 0, 1);
        float bottom = Math.Clamp(letterbox.ToPictureY(Math.Clamp(box.Bottom, 0, input.Height)), 0, 1);
        placed = new BoundingBox(left, top, right - left, bottom - top);
        return right > left && bottom > top;
    }

    private readonly record struct Candidate(BoundingBox Box, float Score, int Class, int Source);
}
