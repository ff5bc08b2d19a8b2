using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests;

/// <summary>People of the street clip, whose joints were placed by hand on enlarged frames.</summary>
public sealed class PoseEstimatorTests : IDisposable
{
    private const int LeftShoulder = 5, LeftHip = 11, LeftAnkle = 15;
    private const float Width = 1280, Height = 720;

    private readonly ObjectDetector _detector = ObjectDetector.Load(Cache.Models);
    private readonly PoseEstimator _poses = PoseEstimator.Load(Cache.Models);

    public void Dispose()
    {
        _detector.Dispose();
        _poses.Dispose();
    }

    /// <summary>Frame, height of the body, then shoulders, hips and ankles, in pixels of 1280x720.</summary>
    public static TheoryData<int, float, float[]> Bodies => new()
    {
        { 20, 130, [1031.5f, 368.5f, 1060, 368.5f, 1034.5f, 410, 1054, 411.5f, 1038, 465, 1055.5f, 458] },
        { 40, 122, [883.5f, 317.5f, 909, 317.5f, 888.5f, 359.5f, 904.5f, 359.5f, 877.5f, 393, 907.5f, 407.5f] },
        { 60, 134, [937.5f, 318.5f, 966.5f, 318.5f, 943, 361.5f, 961.5f, 361.5f, 943, 411, 963, 415.5f] },
        { 80, 118, [877.5f, 258.5f, 903, 258.5f, 882, 296.5f, 898.5f, 296.5f, 890.5f, 348, 893.5f, 348] },
        { 100, 99, [904.5f, 209.5f, 927.5f, 209.5f, 907.5f, 242, 923.5f, 242, 904.5f, 283.5f, 915.5f, 287] },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Joints_lie_within_a_tenth_of_the_body_where_a_human_sees_them(int frame, float height, float[] placed)
    {
        Picture picture = Picture.FromClip(Cache.Clip("demo-street.mp4"), frame);
        Pose pose = _poses.Estimate(picture.Frame, PersonAt((placed[4] + placed[6]) / 2, (placed[5] + placed[7]) / 2, picture));

        int[] pairs = [LeftShoulder, LeftHip, LeftAnkle];
        for (int i = 0; i < pairs.Length; i++)
        {
            ReadOnlySpan<float> by = placed.AsSpan(4 * i, 4);
            // From behind and from the side a human cannot tell left from right either.
            float straight = Math.Max(Distance(pose[pairs[i]], by[..2]), Distance(pose[pairs[i] + 1], by[2..]));
            float crossed = Math.Max(Distance(pose[pairs[i]], by[2..]), Distance(pose[pairs[i] + 1], by[..2]));
            float off = Math.Min(straight, crossed) / height;
            TestContext.Current.TestOutputHelper?.WriteLine($"frame {frame}, keypoints {pairs[i]} and {pairs[i] + 1}: off by {off:P1} of the body");
            Assert.True(off <= 0.1, $"keypoints {pairs[i]} and {pairs[i] + 1} are off by {off:P1} of the body");
        }
    }

    [Fact]
    public void Estimating_allocates_nothing_whatever_the_size_of_the_person()
    {
        Picture picture = Picture.FromClip(Cache.Clip("demo-street.mp4"), 60);
        for (int i = 0; i < 40; i++) _poses.Estimate(picture.Frame, Any(i));
        int person = 0;
        Allocations.AssertNone(40, () => _poses.Estimate(picture.Frame, Any(person++ % 40)));

        static BoundingBox Any(int i) => new(0.02f * i, 0.01f * i, 0.9f / (i + 1), 0.8f / (i % 7 + 1));
    }

    [Theory]
    [InlineData(float.NaN, 0, 1, 1)]
    [InlineData(2, 2, 1, 1)]
    [InlineData(-5, -5, 0.1f, 0.1f)]
    [InlineData(0.5f, 0.5f, 0, 0)]
    [InlineData(0, 0, float.PositiveInfinity, 1e30f)]
    public void Box_that_is_none_harms_nobody(float x, float y, float width, float height)
    {
        Pose pose = _poses.Estimate(new Picture(YuvLayout.Nv12, 641, 361).Noise(1).Frame, new BoundingBox(x, y, width, height));
        Assert.All(((ReadOnlySpan<Keypoint>)pose).ToArray(), point => Assert.True(point.X is >= 0 and <= 1 && point.Y is >= 0 and <= 1));
    }

    private BoundingBox PersonAt(float x, float y, Picture picture)
    {
        var objects = new DetectedObject[64];
        int found = _detector.Detect(picture.Frame, objects, out _);
        return objects[..found].Where(one => _detector.Classes[one.Class] == "person")
            .MinBy(one => Math.Abs((one.Box.X + one.Box.Right) / 2 - x / Width) + Math.Abs((one.Box.Y + one.Box.Bottom) / 2 - y / Height)).Box;
    }

    private static float Distance(Keypoint point, ReadOnlySpan<float> placed) => float.Hypot(point.X * Width - placed[0], point.Y * Height - placed[1]);
}
