using Lookout.CameraServer.Sources;

namespace Lookout.CameraServer.Tests.Sources;

public sealed class LiveTimelineTests
{
    private const long Frame = 40;

    /// <summary>Display numbers of six access units in the order an encoder with B-frames sends them.</summary>
    private static readonly int[] BFrames = [4, 2, 3, 8, 6, 7];

    [Fact]
    public void Timestamps_in_the_past_stay_as_they_are()
    {
        var timeline = new LiveTimeline(compressed: true);
        for (long time = 1000; time < 2000; time += Frame)
        {
            Assert.Equal(Placement.Placed, timeline.Place(time, time + 5, out long captureNs));
            Assert.Equal(time, captureNs);
        }
    }

    [Fact]
    public void No_frame_was_captured_in_the_future_and_its_successors_keep_their_distance()
    {
        var timeline = new LiveTimeline(compressed: true);
        timeline.Place(1000, 900, out long first);
        timeline.Place(1040, 960, out long second);
        Assert.Equal((900, 940), (first, second));
    }

    [Fact]
    public void Time_only_goes_forward_whatever_a_source_says()
    {
        var random = new Random(3);
        var timeline = new LiveTimeline(compressed: false);
        long last = 0;
        for (long now = 1000; now < 2_000_000; now += Frame)
        {
            if (timeline.Place(now + random.Next(-500, 500), now, out long captureNs) != Placement.Placed) continue;
            Assert.InRange(captureNs, last + 1, now);
            last = captureNs;
        }
        Assert.NotEqual(0, last);
    }

    [Fact]
    public void A_raw_frame_that_is_not_newer_is_stale()
    {
        var timeline = new LiveTimeline(compressed: false);
        timeline.Place(1000, 1000, out _);
        Assert.Equal(Placement.Stale, timeline.Place(1000, 1001, out _));
    }

    [Fact]
    public void One_step_back_is_forgiven_and_a_pattern_of_them_is_not()
    {
        var timeline = new LiveTimeline(compressed: true);
        long now = 0;
        for (int glitch = 0; glitch < 5; glitch++)
        {
            for (int i = 0; i < 100; i++) Assert.Equal(Placement.Placed, timeline.Place(now += Frame, now, out _));
            Assert.Equal(Placement.Placed, timeline.Place(now - Frame, now, out long captureNs));
            Assert.Equal(now + 1, captureNs);
        }
        Placement[] order = [.. BFrames.Select(i => timeline.Place(now + i * Frame, now + 10 * Frame, out _))];
        Assert.Equal(Placement.Reordered, order[^1]);
    }
}
