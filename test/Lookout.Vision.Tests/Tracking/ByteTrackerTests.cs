using Lookout.Vision.Tracking;

namespace Lookout.Vision.Tests.Tracking;

public sealed class ByteTrackerTests
{
    private static readonly TrackerSettings Settings = new();

    [Fact]
    public void Agrees_with_the_plain_reference_on_200_scenes()
    {
        int tracks = 0, most = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var scene = new Scene(seed);
            var tracker = new ByteTracker(Settings);
            var plain = new PlainByteTracker(Settings);
            for (int frame = 1; frame <= 120; frame++)
            {
                (Detection[] detections, _) = scene.Next(frame);
                (int, int)[] seen = [.. tracker.Update(detections).ToArray().Select(track => (track.Id, track.Detection)).Order()];
                Assert.True(seen.SequenceEqual(plain.Update(detections).Order()), $"seed {seed}, frame {frame}");
                tracks += seen.Length;
                most = Math.Max(most, seen.Length);
            }
        }
        Assert.True(tracks > 100_000 && most > 20, $"the scenes are empty: {tracks}, {most}");
    }

    [Fact]
    public void Same_detections_give_the_same_ids()
    {
        Assert.Equal(Ids(), Ids());

        static List<int> Ids()
        {
            var scene = new Scene(7);
            var tracker = new ByteTracker(Settings);
            var ids = new List<int>();
            for (int frame = 1; frame <= 200; frame++)
            {
                foreach (Track track in tracker.Update(scene.Next(frame).Detections)) ids.Add(track.Id);
            }
            return ids;
        }
    }

    /// <summary>Reference-system.md 7.3, defect 7: a filter of fixed gains, whose damped speed left a walker behind in a gap.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-5)]
    public void Id_survives_a_gap_of_30_frames(float speed)
    {
        var tracker = new ByteTracker(Settings);
        for (int frame = 0; frame < 20; frame++) tracker.Update([Person(400 + speed * frame, 100)]);
        int id = tracker.Update([Person(400 + speed * 20, 100)])[0].Id;
        for (int frame = 0; frame < 30; frame++) Assert.Equal(0, tracker.Update([]).Length);

        Assert.Equal(id, tracker.Update([Person(400 + speed * 51, 100)])[0].Id);
    }

    [Fact]
    public void Object_that_is_away_too_long_is_a_new_one()
    {
        var tracker = new ByteTracker(Settings with { LostFor = 10 });
        int id = tracker.Update([Person(100, 100)])[0].Id;
        for (int frame = 0; frame < 11; frame++) tracker.Update([]);

        Assert.Equal(0, tracker.Update([Person(100, 100)]).Length);
        Assert.Equal(id + 1, tracker.Update([Person(100, 100)])[0].Id);
    }

    [Fact]
    public void Object_is_shown_from_its_second_frame_on()
    {
        var tracker = new ByteTracker(Settings);
        tracker.Update([]);
        Assert.Equal(0, tracker.Update([Person(100, 100)]).Length);
        Assert.Equal(new Track(1, 0, default, 1), tracker.Update([Person(100, 100)])[0] with { Box = default });
    }

    [Fact]
    public void Flash_of_one_frame_is_never_shown()
    {
        var tracker = new ByteTracker(Settings);
        tracker.Update([]);
        Assert.Equal(0, tracker.Update([Person(100, 100)]).Length);
        for (int frame = 0; frame < 5; frame++) Assert.Equal(0, tracker.Update([]).Length);
    }

    /// <summary>Reference-system.md 7.3, defect 7: the stage of low scores was never given any.</summary>
    [Fact]
    public void Doubtful_detection_keeps_a_track_and_begins_none()
    {
        var tracker = new ByteTracker(Settings);
        int id = tracker.Update([Person(100, 100)])[0].Id;
        for (int frame = 0; frame < 50; frame++)
        {
            ReadOnlySpan<Track> seen = tracker.Update([Person(100, 100, 0.2f), Person(600, 100, 0.4f)]);
            Assert.Equal([id], seen.ToArray().Select(track => track.Id));
        }
    }

    [Fact]
    public void Detection_between_the_thresholds_keeps_a_track_and_begins_none()
    {
        var tracker = new ByteTracker(Settings);
        tracker.Update([]);
        for (int frame = 0; frame < 5; frame++) Assert.Equal(0, tracker.Update([Person(100, 100, 0.55f)]).Length);
        tracker.Update([Person(100, 100, 0.7f)]);
        Assert.Equal(1, tracker.Update([Person(100, 100, 0.55f)]).Length);
    }

    /// <summary>Reference-system.md 7.3, defect 7: a greedy assignment.</summary>
    [Fact]
    public void Best_pairs_together_win_over_the_best_pair_alone()
    {
        // Greedy would give the left track the detection between both, and leave the right one without.
        var tracker = new ByteTracker(Settings);
        int[] ids = [.. tracker.Update([Person(100, 100), Person(160, 100)]).ToArray().Select(track => track.Id)];

        Track[] seen = tracker.Update([Person(125, 100), Person(75, 100)]).ToArray();

        Assert.Equal([(ids[0], 1), (ids[1], 0)], seen.Select(track => (track.Id, track.Detection)));
    }

    [Fact]
    public void Appearance_tells_apart_two_who_meet()
    {
        TrackerSettings settings = Settings with { AppearanceLength = 2 };
        Assert.Equal([1, 2], Cross(new ByteTracker(settings), [1, 0, 0, 1]));
        Assert.Equal([2, 1], Cross(new ByteTracker(settings), []));

        // Two walk into each other and turn back: motion alone says that they passed.
        static int[] Cross(ByteTracker tracker, float[] looks)
        {
            int[] ids = [];
            for (int frame = 0; frame <= 60; frame++)
            {
                float way = Math.Min(frame, 60 - frame) * 4;
                Detection[] detections = [Person(300 + way, 100), Person(540 - way, 100)];
                ids = [.. tracker.Update(detections, looks).ToArray().OrderBy(track => track.Detection).Select(track => track.Id)];
            }
            return ids;
        }
    }

    [Fact]
    public void Vectors_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ByteTracker(Settings with { AppearanceLength = 4 }).Update([Person(1, 1)], [1, 0]));

    [Fact]
    public void Nonsense_is_ignored()
    {
        var tracker = new ByteTracker(Settings);
        Detection[] nonsense =
        [
            new(new BoundingBox(float.NaN, 0, 1, 1), 0.9f), new(new BoundingBox(0, 0, 0, 10), 0.9f), new(new BoundingBox(0, 0, -5, 10), 0.9f),
            new(new BoundingBox(0, 0, 10, 10), float.NaN), new(new BoundingBox(0, 0, float.PositiveInfinity, 10), 0.9f),
        ];
        Assert.Equal(0, tracker.Update(nonsense).Length);
        Assert.Equal(5, tracker.Update([.. nonsense, Person(100, 100)]).ToArray().Concat(tracker.Update([.. nonsense, Person(100, 100)]).ToArray()).Single().Detection);
    }

    [Fact]
    public void Update_allocates_nothing()
    {
        Detection[][] frames = [.. Frames(new Scene(3), 300)];
        var tracker = new ByteTracker(Settings);
        // The second time round the tracker still remembers the first.
        foreach (Detection[] frame in (Detection[][])[.. frames, .. frames]) tracker.Update(frame);
        Allocations.AssertNone(1, () =>
        {
            foreach (Detection[] frame in frames) tracker.Update(frame);
        });
    }

    private static IEnumerable<Detection[]> Frames(Scene scene, int count)
    {
        for (int frame = 1; frame <= count; frame++) yield return scene.Next(frame).Detections;
    }

    private static Detection Person(float x, float y, float score = 0.9f) => new(new BoundingBox(x, y, 80, 200), score);
}
