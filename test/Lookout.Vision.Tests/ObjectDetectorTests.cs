using Lookout.Vision.Tests.Parts;
using Lookout.Vision.Tracking;

namespace Lookout.Vision.Tests;

public sealed class ObjectDetectorTests : IDisposable
{
    private const float Width = 1280, Height = 720;

    private readonly ObjectDetector _detector = ObjectDetector.Load(Cache.Models);
    private readonly DetectedObject[] _objects = new DetectedObject[64];

    public void Dispose() => _detector.Dispose();

    [Theory]
    [InlineData(20, new float[] { 1021, 338, 46, 133, 708, 290, 50, 107 })]
    [InlineData(60, new float[] { 929, 290, 46, 136 })]
    [InlineData(100, new float[] { 896, 191, 35, 103, 634, 222, 38, 98, 594, 250, 38, 93 })]
    public void People_are_found_where_a_human_sees_them(int frame, float[] boxes)
    {
        DetectedObject[] people = [.. Detect(Picture.FromClip(Cache.Clip("demo-street.mp4"), frame)).Where(IsPerson)];
        foreach (float[] box in boxes.Chunk(4))
        {
            var placed = new BoundingBox(box[0], box[1], box[2], box[3]);
            double overlap = people.Max(person => BoundingBox.Overlap(InPixels(person.Box), placed));
            Assert.True(overlap >= 0.6, $"best overlap {overlap:0.00} with {placed}");
        }
    }

    [Fact]
    public void Picture_without_people_has_none()
    {
        Assert.DoesNotContain(Detect(new Picture(YuvLayout.I420, 1280, 720).Noise(5)), one => IsPerson(one) && one.Score > _detector.Tracker.HighScore);
        Assert.DoesNotContain(Detect(new Picture(YuvLayout.I420, 640, 480).Fill(16, 128, 128)), one => one.Score > _detector.Tracker.HighScore);
    }

    [Fact]
    public void One_who_walks_through_the_clip_keeps_one_id()
    {
        var tracker = new ByteTracker(_detector.Tracker);
        var ids = new List<int>();
        // From the lower right to the upper right corner, passed by others.
        (int Frame, float X, float Y)[] way = [(60, 951, 359), (80, 888, 298), (100, 914, 242), (116, 968, 216)];
        for (int frame = 50; frame <= 116; frame++)
        {
            DetectedObject[] people = [.. Detect(Picture.FromClip(Cache.Clip("demo-street.mp4"), frame)).Where(IsPerson)];
            Track[] tracks = tracker.Update([.. people.Select(person => new Detection(InPixels(person.Box), person.Score))]).ToArray();
            foreach ((_, float x, float y) in way.Where(point => point.Frame == frame))
                ids.Add(tracks.MinBy(track => float.Hypot(track.Box.X + track.Box.Width / 2 - x, track.Box.Y + track.Box.Height / 2 - y)).Id);
        }
        Assert.Equal(way.Length, ids.Count);
        Assert.True(ids.Distinct().Count() == 1, $"ids {string.Join(' ', ids)}");
    }

    [Fact]
    public void Same_in_nv12_with_padded_rows()
    {
        Picture picture = Picture.FromClip(Cache.Clip("demo-street.mp4"), 100);
        Assert.Equal(Detect(picture), Detect(picture.As(YuvLayout.Nv12, padding: 64)));
    }

    [Fact]
    public void Detecting_allocates_nothing()
    {
        Picture picture = Picture.FromClip(Cache.Clip("demo-street.mp4"), 100);
        for (int i = 0; i < 3; i++) _detector.Detect(picture.Frame, _objects, out _);
        Allocations.AssertNone(5, () => _detector.Detect(picture.Frame, _objects, out _));
    }

    private DetectedObject[] Detect(Picture picture) => _objects[.._detector.Detect(picture.Frame, _objects, out _)];

    private bool IsPerson(DetectedObject one) => _detector.Classes[one.Class] == "person";

    private static BoundingBox InPixels(BoundingBox box) => new(box.X * Width, box.Y * Height, box.Width * Width, box.Height * Height);
}
