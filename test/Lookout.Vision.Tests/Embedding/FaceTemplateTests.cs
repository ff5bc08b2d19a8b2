using Lookout.Vision.Embedding;

namespace Lookout.Vision.Tests.Embedding;

public sealed class FaceTemplateTests
{
    private static readonly Landmark[] Five = [new(38, 52), new(74, 52), new(56, 72), new(42, 92), new(70, 92)];
    private static readonly Landmark[] Four = [new(38, 52), new(74, 52), new(56, 72), new(56, 92)];

    [Fact]
    public void Detectors_of_either_kind_align_to_templates_of_either_kind()
    {
        // A picture of 224 x 224 that shows the template twice as large.
        foreach (Landmark[] template in (Landmark[][])[Five, Four])
        {
            foreach (FacePoints points in Enum.GetValues<FacePoints>())
            {
                Assert.True(new FaceTemplate(template).TryFit(Face(points, mouthTilt: 0), 224, 224, out Similarity toPicture));
                Assert.Equal(2, toPicture.Scale, 1e-4f);
                // The template's first pixel becomes the picture's first two.
                Assert.Equal(2 * 38 + 0.5f, toPicture.Of(new(38, 52)).X, 1e-3f);
                Assert.Equal(2 * 52 + 0.5f, toPicture.Of(new(38, 52)).Y, 1e-3f);
            }
        }
    }

    [Fact]
    public void Corners_of_the_mouth_turn_the_face_only_where_both_sides_have_them()
    {
        Similarity With(Landmark[] template, FacePoints points)
        {
            Assert.True(new FaceTemplate(template).TryFit(Face(points, mouthTilt: 8), 224, 224, out Similarity toPicture));
            return toPicture;
        }

        Assert.True(Math.Abs(With(Five, FacePoints.MouthCorners).B) > 0.02f);
        Assert.Equal(0, With(Four, FacePoints.MouthCorners).B, 1e-4f);
        Assert.Equal(0, With(Five, FacePoints.MouthAndEars).B, 1e-4f);
    }

    [Fact]
    public void Template_as_a_face_aligns_to_itself()
    {
        var template = new FaceTemplate(Five);
        Assert.True(template.TryFit(template.AsFace(112), 112, 112, out Similarity toPicture));

        Landmark first = toPicture.Of(new(0, 0));
        Assert.Equal(0, first.X, 1e-3f);
        Assert.Equal(0, first.Y, 1e-3f);
        Assert.Equal(1, toPicture.Scale, 1e-5f);
    }

    // Corners tilted about the middle, which stays.
    private static DetectedFace Face(FacePoints points, float mouthTilt)
    {
        var landmarks = new FaceLandmarks();
        for (int i = 0; i < 4; i++) landmarks[i] = Placed(Four[i].X, Four[i].Y);
        landmarks[FaceLandmarks.RightMouthCorner] = points == FacePoints.MouthCorners ? Placed(42, 92 - mouthTilt) : Placed(10, 60);
        landmarks[FaceLandmarks.LeftMouthCorner] = points == FacePoints.MouthCorners ? Placed(70, 92 + mouthTilt) : Placed(100, 60);
        return new(0, 0, 1, 1, 1, landmarks, points);
    }

    private static Landmark Placed(float x, float y) => new((2 * x + 1) / 224, (2 * y + 1) / 224);
}
