using Lookout.CameraServer.Analysis;
using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class KnownTrackTests
{
    private const long Second = 1_000_000_000;
    private static readonly BoundingBox Box = new(0.2f, 0.2f, 0.2f, 0.4f);
    private static readonly BoundingBox Elsewhere = new(0.5f, 0.1f, 0.4f, 0.8f);
    private readonly TrackMemory _memory = new();

    [Fact]
    public void Keypoints_go_with_the_box()
    {
        KnownTrack track = _memory.See(1, 0);
        track.RememberPose(Box, AllAt(0.3f, 0.4f), 0);

        float[] values = track.Keypoints(Elsewhere, Second / 4);

        Assert.Equal(3 * Pose.Count, values.Length);
        Assert.Equal([0.7f, 0.5f, 0.9f], values[..3].Select(value => MathF.Round(value, 4)));
    }

    [Fact]
    public void Face_goes_with_the_box()
    {
        KnownTrack track = _memory.See(1, 0);
        var points = default(FaceLandmarks);
        for (int i = 0; i < FaceLandmarks.Count; i++) points[i] = new Landmark(0.3f, 0.25f);
        track.RememberFace(Box, new DetectedFace(0.25f, 0.2f, 0.1f, 0.1f, 0.9f, points), 0);

        DetectedFace face = track.Face(Elsewhere, Second)!.Value;

        Assert.Equal((0.6f, 0.1f, 0.2f, 0.2f, 0.9f), (MathF.Round(face.X, 4), MathF.Round(face.Y, 4), MathF.Round(face.Width, 4), MathF.Round(face.Height, 4), face.Score));
        Assert.Equal((0.7f, 0.2f), (MathF.Round(face.Landmarks[5].X, 4), MathF.Round(face.Landmarks[5].Y, 4)));
    }

    [Fact]
    public void Old_keypoints_and_faces_are_not_shown()
    {
        KnownTrack track = _memory.See(1, 0);
        Assert.Empty(track.Keypoints(Box, 0));
        Assert.Null(track.Face(Box, 0));
        track.RememberPose(Box, AllAt(0.3f, 0.4f), 0);
        track.RememberFace(Box, default(DetectedFace), 0);
        Assert.Empty(track.Keypoints(Box, Second));
        Assert.NotNull(track.Face(Box, Second));
        Assert.Null(track.Face(Box, 2 * Second));
    }

    [Fact]
    public void Look_that_found_no_face_takes_none_away()
    {
        KnownTrack track = _memory.See(1, 0);
        track.RememberFace(Box, default(DetectedFace), 0);
        track.RememberFace(Box, null, Second);
        Assert.NotNull(track.Face(Box, Second));
    }

    [Fact]
    public void Face_is_due_at_once_then_each_second_and_sooner_while_none_is_found()
    {
        KnownTrack track = _memory.See(1, 5 * Second);
        Assert.Equal(5 * Second, track.FaceDueNs);
        track.RememberFace(Box, default(DetectedFace), 6 * Second);
        Assert.Equal(7 * Second, track.FaceDueNs);
        track.RememberFace(Box, null, 7 * Second);
        Assert.Equal(7 * Second + Second / 2, track.FaceDueNs);
    }

    [Fact]
    public void Who_comes_nearer_is_looked_at_sooner()
    {
        KnownTrack track = _memory.See(1, 0);
        track.RememberFace(Box, default(DetectedFace), 0);
        track.Measure(Box with { Height = 0.45f }, Second / 4);
        Assert.Equal(Second, track.FaceDueNs);
        track.Measure(Box with { Height = 0.55f }, Second / 4);
        Assert.Equal(Second / 2, track.FaceDueNs);
        track.Measure(Box with { Height = 0.55f }, Second * 3 / 4);
        Assert.Equal(Second / 2, track.FaceDueNs);
    }

    [Fact]
    public void Who_waited_longest_for_a_pose_is_next()
    {
        Track[] tracks = [new(1, 0, Box, 3), new(2, 1, Box, 3), new(3, 2, Box, 3)];
        foreach (Track track in tracks) _memory.See(track.Id, 0);
        Look(0, 2 * Second);
        Assert.Equal(1, PoseLooks.LongestAgo(tracks, _memory));
        Look(1, Second);
        Look(2, 3 * Second);
        Assert.Equal(1, PoseLooks.LongestAgo(tracks, _memory));

        void Look(int index, long nowNs) => _memory[tracks[index]].RememberPose(Box, default, nowNs);
    }

    [Fact]
    public void Who_was_not_seen_for_long_begins_anew()
    {
        KnownTrack track = _memory.See(1, 0);
        _memory.See(2, 9 * Second);
        _memory.Forget(9 * Second);
        Assert.Same(track, _memory.See(1, 9 * Second));
        _memory.Forget(30 * Second);
        Assert.NotSame(track, _memory.See(1, 30 * Second));
    }

    private static Pose AllAt(float x, float y)
    {
        var pose = new Pose();
        for (int i = 0; i < Pose.Count; i++) pose[i] = new Keypoint(x, y, 0.9f);
        return pose;
    }
}
