using Lookout.Vision.BlazeFace;

namespace Lookout.Vision.Tests.BlazeFace;

public sealed class OverlapMergerTests
{
    [Fact]
    public void Overlapping_candidates_become_their_mean_by_score_with_the_best_score()
    {
        Candidate[] candidates = [Box(0.12f, 0.1f, 0.2f, 0.6f), Box(0.1f, 0.1f, 0.2f, 0.9f)];

        Assert.Equal(1, OverlapMerger.Merge(candidates, 0.3f));

        Assert.Equal(0.9f, candidates[0].Score);
        Assert.Equal((0.12f * 0.6f + 0.1f * 0.9f) / 1.5f, candidates[0].Left, 1e-6f);
        Assert.Equal(0.1f, candidates[0].Top, 1e-6f);
        Assert.Equal((0.12f * 0.6f + 0.1f * 0.9f) / 1.5f, candidates[0].Landmarks[3].X, 1e-6f);
    }

    [Fact]
    public void Faces_apart_stay_apart_best_first()
    {
        Candidate[] candidates = [Box(0.1f, 0.1f, 0.1f, 0.7f), Box(0.5f, 0.5f, 0.1f, 0.95f), Box(0.8f, 0.1f, 0.1f, 0.8f)];

        Assert.Equal(3, OverlapMerger.Merge(candidates, 0.3f));
        Assert.Equal([0.95f, 0.8f, 0.7f], candidates.Select(candidate => candidate.Score));
    }

    [Theory]
    [InlineData(0.29f, 1)]
    [InlineData(0.31f, 2)]
    public void Overlap_decides_whether_two_are_one(float threshold, int expected)
    {
        // Two squares of side 0.2 so far apart that intersection over union is 0.3.
        float shift = 0.2f * (1 - 2 * 0.3f / 1.3f);
        Candidate[] candidates = [Box(0.1f, 0.1f, 0.2f, 0.9f), Box(0.1f + shift, 0.1f, 0.2f, 0.8f)];

        Assert.Equal(expected, OverlapMerger.Merge(candidates, threshold));
    }

    [Fact]
    public void Overlap_is_measured_against_the_best_not_against_the_mean()
    {
        // A chain: the second overlaps the first, the third only the second.
        Candidate[] candidates = [Box(0.1f, 0.1f, 0.2f, 0.9f), Box(0.18f, 0.1f, 0.2f, 0.8f), Box(0.26f, 0.1f, 0.2f, 0.7f)];

        Assert.Equal(2, OverlapMerger.Merge(candidates, 0.3f));
        Assert.Equal(0.26f, candidates[1].Left, 1e-6f);
    }

    [Fact]
    public void Nothing_merges_to_nothing() => Assert.Equal(0, OverlapMerger.Merge([], 0.3f));

    private static Candidate Box(float left, float top, float side, float score)
    {
        var landmarks = new FaceLandmarks();
        for (int i = 0; i < FaceLandmarks.Count; i++) landmarks[i] = new(left, top);
        return new(left, top, left + side, top + side, score, landmarks);
    }
}
