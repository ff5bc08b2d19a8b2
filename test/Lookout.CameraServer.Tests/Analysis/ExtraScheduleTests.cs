using Lookout.CameraServer.Analysis;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class ExtraScheduleTests
{
    private readonly ExtraSchedule _schedule = new();

    [Fact]
    public void Nothing_is_looked_at_when_nobody_waits() => Assert.Equal(Extra.None, _schedule.Next(poses: false, -1, -1));

    [Fact]
    public void Poses_come_on_every_frame_when_nobody_else_waits()
    {
        for (int i = 0; i < 3; i++) Assert.Equal(Extra.Poses, _schedule.Next(poses: true, -1, -1));
    }

    [Fact]
    public void Poses_come_on_every_second_frame_however_long_others_wait()
    {
        Extra[] extras = [.. Enumerable.Range(0, 6).Select(_ => _schedule.Next(poses: true, 9_000_000_000, 9_000_000_001))];
        Assert.Equal([Extra.Poses, Extra.Bodies, Extra.Poses, Extra.Bodies, Extra.Poses, Extra.Bodies], extras);
    }

    [Theory]
    [InlineData(0, -1, "Faces")]
    [InlineData(-1, 0, "Bodies")]
    [InlineData(5, 5, "Faces")]
    [InlineData(4, 5, "Bodies")]
    public void Who_waited_longest_is_next(long faces, long bodies, string expected) =>
        Assert.Equal(expected, _schedule.Next(poses: false, faces, bodies).ToString());

    /// <summary>Defect 10 of the system before: both heavy stages fell on the same frame, and their cost grew with the crowd.</summary>
    [Fact]
    public void Faces_and_bodies_of_a_crowd_never_meet_on_a_frame_and_none_of_them_starves()
    {
        const long Frame = 125_000_000, Interval = 1_000_000_000;
        long[] faceDue = new long[20], bodyDue = new long[20];
        int[] faceLooks = new int[20], bodyLooks = new int[20];
        for (long now = 0; now < 60 * Interval; now += Frame)
        {
            Extra extra = _schedule.Next(poses: true, now - faceDue.Min(), now - bodyDue.Min());
            // One extra a frame is what a schedule gives; a budget lets three be looked at.
            if (extra == Extra.Faces) Look(faceDue, faceLooks, now);
            if (extra == Extra.Bodies) Look(bodyDue, bodyLooks, now);
        }
        Assert.InRange(faceLooks.Min(), 15, 60);
        Assert.InRange(bodyLooks.Min(), 15, 60);

        static void Look(long[] due, int[] looks, long now)
        {
            for (int n = 0; n < 3 && due.Min() <= now; n++)
            {
                int next = Array.IndexOf(due, due.Min());
                due[next] = now + Interval;
                looks[next]++;
            }
        }
    }
}
