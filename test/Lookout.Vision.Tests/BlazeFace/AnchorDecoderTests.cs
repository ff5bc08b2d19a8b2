using Lookout.Vision.BlazeFace;

namespace Lookout.Vision.Tests.BlazeFace;

public sealed class AnchorDecoderTests
{
    private static readonly AnchorHead Head = new() { Grid = 4, PerCell = 2, Scores = "s", Boxes = "b" };

    private readonly float[] _scores = new float[Head.Anchors];
    private readonly float[] _boxes = new float[Head.Anchors * 16];
    private readonly Candidate[] _candidates = new Candidate[Head.Anchors];

    public AnchorDecoderTests() => Array.Fill(_scores, -10_000f);

    [Fact]
    public void Box_and_landmarks_are_relative_to_the_centre_of_their_cell()
    {
        // Anchor 13: cell 6 of the 4 x 4 grid, that is row 1, column 2, centre (0.625, 0.375).
        _scores[13] = 3;
        float[] values = [10, -20, 50, 60, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        values.CopyTo(_boxes, 13 * 16);

        Assert.Equal(1, Decode());

        Candidate face = _candidates[0];
        Assert.Equal(0.725f - 0.25f, face.Left, 1e-5f);
        Assert.Equal(0.725f + 0.25f, face.Right, 1e-5f);
        Assert.Equal(0.175f - 0.3f, face.Top, 1e-5f);
        Assert.Equal(0.175f + 0.3f, face.Bottom, 1e-5f);
        Assert.Equal(0.952574f, face.Score, 1e-5f);
        Assert.Equal(0.635f, face.Landmarks[0].X, 1e-5f);
        Assert.Equal(0.395f, face.Landmarks[0].Y, 1e-5f);
        Assert.Equal(0.735f, face.Landmarks[5].X, 1e-5f);
        Assert.Equal(0.495f, face.Landmarks[5].Y, 1e-5f);
    }

    [Theory]
    [InlineData(0.40f, 0)]
    [InlineData(0.41f, 1)]
    public void Threshold_is_on_the_score_not_the_logit(float logit, int expected)
    {
        Place(0, logit);

        Assert.Equal(expected, Decode());
    }

    [Fact]
    public void Huge_logits_of_either_sign_stay_finite()
    {
        Place(0, 10_000);
        Place(1, -10_000);
        Place(2, float.MaxValue);

        Assert.Equal(2, Decode());
        Assert.All(_candidates[..2], candidate => Assert.Equal(1f, candidate.Score));
    }

    [Theory]
    [InlineData(float.NaN, 0, 50, 50)]
    [InlineData(0, float.PositiveInfinity, 50, 50)]
    [InlineData(0, 0, 0, 50)]
    [InlineData(0, 0, 50, -1)]
    [InlineData(0, 0, float.NaN, 50)]
    public void Box_that_cannot_be_is_left_out(float x, float y, float width, float height)
    {
        Place(3, 5);
        float[] values = [x, y, width, height];
        values.CopyTo(_boxes, 3 * 16);

        Assert.Equal(0, Decode());
    }

    [Fact]
    public void Score_that_is_no_number_is_left_out()
    {
        Place(0, float.NaN);

        Assert.Equal(0, Decode());
    }

    [Fact]
    public void What_finds_no_room_is_left_out()
    {
        for (int i = 0; i < 5; i++) Place(i, 5);

        Assert.Equal(3, new AnchorDecoder(Head, 100, 0.6f).Decode(_scores, _boxes, _candidates.AsSpan(0, 3)));
    }

    private void Place(int anchor, float logit)
    {
        _scores[anchor] = logit;
        _boxes[anchor * 16 + 2] = _boxes[anchor * 16 + 3] = 50;
    }

    private int Decode() => new AnchorDecoder(Head, 100, 0.6f).Decode(_scores, _boxes, _candidates);
}
