using Lookout.Vision.Embedding;

namespace Lookout.Vision.Tests.Embedding;

public sealed class SimilarityTests
{
    private static readonly Landmark[] Points = [new(10, 12), new(52, 9), new(31, 40), new(14, 61), new(49, 63)];

    [Fact]
    public void Turned_scaled_and_moved_points_give_back_what_was_done_to_them()
    {
        var done = new Similarity(1.7f * MathF.Cos(0.6f), 1.7f * MathF.Sin(0.6f), -20, 33);
        Landmark[] moved = [.. Points.Select(done.Of)];

        Assert.True(Similarity.TryFit(Points, moved, out Similarity found));
        Assert.Equal(done.A, found.A, 1e-4f);
        Assert.Equal(done.B, found.B, 1e-4f);
        Assert.Equal(done.X, found.X, 1e-3f);
        Assert.Equal(done.Y, found.Y, 1e-3f);
        Assert.Equal(1.7f, found.Scale, 1e-4f);
    }

    [Fact]
    public void Fit_is_better_than_any_beside_it()
    {
        var random = new Random(4);
        Landmark[] to = [.. Points.Select(point => new Landmark(2 * point.X + random.NextSingle() * 9, 2 * point.Y + random.NextSingle() * 9))];
        Assert.True(Similarity.TryFit(Points, to, out Similarity fitted));

        float best = Error(fitted);
        for (int i = 0; i < 1000; i++)
        {
            var beside = new Similarity(
                fitted.A + Aside(0.01f), fitted.B + Aside(0.01f), fitted.X + Aside(0.5f), fitted.Y + Aside(0.5f));
            Assert.True(Error(beside) >= best, $"{beside} is better than {fitted}");
        }

        float Aside(float most) => (random.NextSingle() - 0.5f) * most;
        float Error(Similarity way) => Points.Zip(to, (from, target) =>
            MathF.Pow(way.Of(from).X - target.X, 2) + MathF.Pow(way.Of(from).Y - target.Y, 2)).Sum();
    }

    [Fact]
    public void Mirrored_points_are_not_mirrored_back()
    {
        Landmark[] mirrored = [.. Points.Select(point => new Landmark(-point.X, point.Y))];
        Assert.True(Similarity.TryFit(Points, mirrored, out Similarity found));

        // A similarity of this form keeps the turn from one side to the other: its determinant is never negative.
        Assert.True(found.Scale < 0.9f);
    }

    [Fact]
    public void Way_back_leads_back()
    {
        var there = new Similarity(0.3f, -0.8f, 7, 11);
        foreach (Landmark point in Points)
        {
            Landmark back = there.Inverse().Of(there.Of(point));
            Assert.Equal(point.X, back.X, 1e-3f);
            Assert.Equal(point.Y, back.Y, 1e-3f);
        }
    }

    [Fact]
    public void Points_that_coincide_or_are_no_numbers_fit_nothing()
    {
        Assert.False(Similarity.TryFit([new(1, 1), new(1, 1)], [new(0, 0), new(1, 0)], out _));
        Assert.False(Similarity.TryFit([new(0, 0), new(float.NaN, 1)], [new(0, 0), new(1, 0)], out _));
        Assert.False(Similarity.TryFit([new(0, 0), new(1, 0)], [new(3, 3), new(3, 3)], out _));
    }
}
