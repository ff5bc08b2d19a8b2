using Lookout.CameraServer.Analysis;
using Lookout.Vision;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class HeadRegionTests
{
    private const int Width = 1280;
    private const int Height = 720;

    // 120 x 300 pixels at 600, 200.
    private static readonly BoundingBox Walker = new(600f / Width, 200f / Height, 120f / Width, 300f / Height);

    [Fact]
    public void Without_keypoints_it_is_the_upper_part_of_the_box_and_a_little_above()
    {
        HeadRegion region = HeadRegion.Of(Walker, [], Width, Height);
        Assert.Equal((600, 188, 120, 120), (region.X, region.Y, region.Width, region.Height));
        Assert.Equal(660, region.Head.X, 3);
        Assert.InRange(region.Head.Y, 210, 240); // a walker's head is the uppermost seventh
    }

    [Fact]
    public void With_keypoints_it_is_around_the_head()
    {
        HeadRegion region = HeadRegion.Of(Walker, Keypoints(640, 230, ears: 26, shoulders: 70), Width, Height);
        Assert.Equal(new Landmark(640, 230), new Landmark(MathF.Round(region.Head.X, 2), MathF.Round(region.Head.Y, 2)));
        Assert.Equal(105, region.Side, 0.01);
        Assert.True(region.X <= 640 - 50 && region.X + region.Width >= 640 + 50, region.ToString());
    }

    [Fact]
    public void Keypoints_that_are_not_sure_are_not_believed()
    {
        float[] keypoints = Keypoints(640, 230, ears: 26, shoulders: 70);
        for (int i = 2; i < keypoints.Length; i += 3) keypoints[i] = 0.1f;
        Assert.Equal(HeadRegion.Of(Walker, [], Width, Height), HeadRegion.Of(Walker, keypoints, Width, Height));
    }

    [Fact]
    public void It_lies_in_the_picture_and_begins_at_even_places_whatever_the_box()
    {
        var random = new Random(20261125);
        for (int i = 0; i < 20_000; i++)
        {
            var box = new BoundingBox(random.NextSingle() * 1.4f - 0.2f, random.NextSingle() * 1.4f - 0.2f, random.NextSingle(), random.NextSingle());
            float[] keypoints = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, 51).Select(_ => random.NextSingle())];
            HeadRegion region = HeadRegion.Of(box, keypoints, 641, 361);
            Assert.True(
                (region.X & 1) == 0 && (region.Y & 1) == 0 && region.X >= 0 && region.Y >= 0 && region.Width > 0 && region.Height > 0
                && region.X + region.Width <= 641 && region.Y + region.Height <= 361, $"{box}: {region}");
        }
    }

    [Fact]
    public void Head_too_small_for_a_face_is_not_looked_at()
    {
        Assert.True(HeadRegion.Of(Walker, [], Width, Height).IsLookable);
        Assert.False(HeadRegion.Of(new BoundingBox(0.5f, 0.5f, 20f / Width, 50f / Height), [], Width, Height).IsLookable);
    }

    [Fact]
    public void Face_found_in_it_is_placed_in_the_picture()
    {
        HeadRegion region = HeadRegion.Of(Walker, [], Width, Height);
        var points = default(FaceLandmarks);
        points[2] = new Landmark(0.5f, 0.5f);
        DetectedFace face = region.ToPicture(new DetectedFace(0.25f, 0.25f, 0.5f, 0.5f, 0.8f, points), Width, Height);
        Assert.Equal((630f, 218f, 60f, 60f), (MathF.Round(face.X * Width), MathF.Round(face.Y * Height), MathF.Round(face.Width * Width), MathF.Round(face.Height * Height)));
        Assert.Equal((660f, 248f), (MathF.Round(face.Landmarks[2].X * Width), MathF.Round(face.Landmarks[2].Y * Height)));
    }

    /// <summary>The system before gave one face to two people whose boxes overlap.</summary>
    [Fact]
    public void Face_in_the_regions_of_two_belongs_to_the_nearer_head()
    {
        var behind = new BoundingBox(660f / Width, 190f / Height, 120f / Width, 300f / Height);
        HeadRegion[] heads = [HeadRegion.Of(Walker, [], Width, Height), HeadRegion.Of(behind, [], Width, Height)];
        Assert.Equal(0, HeadRegion.NearestOf(heads, FaceAt(660, 220), Width, Height));
        Assert.Equal(1, HeadRegion.NearestOf(heads, FaceAt(710, 215), Width, Height));
        Assert.Equal(-1, HeadRegion.NearestOf([], FaceAt(710, 215), Width, Height));
    }

    private static DetectedFace FaceAt(float x, float y) => new((x - 15) / Width, (y - 15) / Height, 30f / Width, 30f / Height, 0.9f, default);

    private static float[] Keypoints(float x, float y, float ears, float shoulders)
    {
        var values = new float[51];
        Set(0, x, y);
        Set(1, x + ears / 4, y);
        Set(2, x - ears / 4, y);
        Set(3, x + ears / 2, y);
        Set(4, x - ears / 2, y);
        Set(5, x + shoulders / 2, y + 40);
        Set(6, x - shoulders / 2, y + 40);
        return values;

        void Set(int point, float px, float py) => (values[3 * point], values[3 * point + 1], values[3 * point + 2]) = (px / Width, py / Height, 0.9f);
    }
}
