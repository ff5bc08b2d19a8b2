using Lookout.CameraServer.Analysis;
using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class PoseMemoryTests
{
    private const long Second = 1_000_000_000;
    private static readonly BoundingBox Box = new(0.2f, 0.2f, 0.2f, 0.4f);
    private readonly PoseMemory _memory = new();

    [Fact]
    public void Keypoints_go_with_the_box()
    {
        _memory.Remember(1, Box, AllAt(0.3f, 0.4f), 0);

        float[] values = _memory.Recall(1, new BoundingBox(0.5f, 0.1f, 0.4f, 0.8f), Second / 4);

        Assert.Equal(3 * Pose.Count, values.Length);
        Assert.Equal([0.7f, 0.5f, 0.9f], values[..3].Select(value => MathF.Round(value, 4)));
    }

    [Fact]
    public void Old_keypoints_are_not_shown()
    {
        _memory.Remember(1, Box, AllAt(0.3f, 0.4f), 0);
        Assert.Empty(_memory.Recall(1, Box, Second));
        Assert.Empty(_memory.Recall(2, Box, 0));
    }

    [Fact]
    public void Who_waited_longest_is_next()
    {
        Track[] tracks = [new(1, 0, Box, 3), new(2, 1, Box, 3), new(3, 2, Box, 3)];
        _memory.Remember(1, Box, default, 2 * Second);
        Assert.Equal(2, _memory.LongestAgo(tracks).Id);
        _memory.Remember(2, Box, default, Second);
        _memory.Remember(3, Box, default, 3 * Second);
        Assert.Equal(2, _memory.LongestAgo(tracks).Id);
        _memory.Forget(4 * Second);
        Assert.Equal(2, _memory.LongestAgo(tracks).Id);
    }

    private static Pose AllAt(float x, float y)
    {
        var pose = new Pose();
        for (int i = 0; i < Pose.Count; i++) pose[i] = new Keypoint(x, y, 0.9f);
        return pose;
    }
}
