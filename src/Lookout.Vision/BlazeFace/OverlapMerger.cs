namespace Lookout.Vision.BlazeFace;

/// <summary>
/// Weighted non-maximum suppression: the best candidate takes in all that overlap it, and its box and landmarks become their mean by score.
/// MediaPipe does the same for this model; against the greedy kind, which throws the others away, boxes tremble less from frame to frame.
/// </summary>
internal static class OverlapMerger
{
    /// <param name="candidates">Is reordered; the merged faces come first, best first.</param>
    /// <param name="overlap">Intersection over union above which two candidates are one face.</param>
    /// <returns>How many faces there are.</returns>
    public static int Merge(Span<Candidate> candidates, float overlap)
    {
        candidates.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        int faces = 0;
        int left = candidates.Length;
        while (faces < left)
        {
            Candidate best = candidates[faces];
            var mean = new WeightedMean(best);
            int kept = faces + 1;
            for (int i = faces + 1; i < left; i++)
            {
                Candidate other = candidates[i];
                if (best.Overlap(other) > overlap) mean.Add(other);
                else candidates[kept++] = other;
            }
            left = kept;
            candidates[faces++] = mean.Value;
        }
        return faces;
    }

    private struct WeightedMean
    {
        private Candidate _sum;
        private float _weight;
        private readonly float _score;

        public WeightedMean(in Candidate best)
        {
            _score = best.Score;
            Add(best);
        }

        public void Add(in Candidate other)
        {
            float weight = other.Score;
            _weight += weight;
            _sum.Left += weight * other.Left;
            _sum.Top += weight * other.Top;
            _sum.Right += weight * other.Right;
            _sum.Bottom += weight * other.Bottom;
            FaceLandmarks landmarks = _sum.Landmarks;
            for (int i = 0; i < FaceLandmarks.Count; i++)
                landmarks[i] = new(landmarks[i].X + weight * other.Landmarks[i].X, landmarks[i].Y + weight * other.Landmarks[i].Y);
            _sum.Landmarks = landmarks;
        }

        public readonly Candidate Value
        {
            get
            {
                FaceLandmarks landmarks = _sum.Landmarks;
                for (int i = 0; i < FaceLandmarks.Count; i++)
                    landmarks[i] = new(landmarks[i].X / _weight, landmarks[i].Y / _weight);
                return new(_sum.Left / _weight, _sum.Top / _weight, _sum.Right / _weight, _sum.Bottom / _weight, _score, landmarks);
            }
        }
    }
}
