using System.Text.Json;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests;

public sealed class FaceDetectorTests : IDisposable
{
    private readonly FaceDetector _detector = FaceDetector.Load(Cache.Models);

    public static TheoryData<int, float[]> Positions
    {
        get
        {
            // The same positions that the browser test checks the drawn boxes against.
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "face-positions.json")));
            var rows = new TheoryData<int, float[]>();
            foreach (JsonElement position in json.RootElement.GetProperty("positions").EnumerateArray())
                rows.Add(position.GetProperty("frame").GetInt32(), [.. position.GetProperty("box").EnumerateArray().Select(value => value.GetSingle())]);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Face_is_found_where_a_human_sees_it(int frame, float[] box)
    {
        DetectedFace face = Assert.Single(Detect(Picture.FromClip(Cache.Clip("demo-face.mp4"), frame)));

        float overlap = Overlap(face, box);
        Assert.True(overlap >= 0.5, $"IoU {overlap}, found {face}");
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Landmarks_lie_as_in_a_face(int frame, float[] box)
    {
        DetectedFace face = Assert.Single(Detect(Picture.FromClip(Cache.Clip("demo-face.mp4"), frame)));
        FaceLandmarks at = face.Landmarks;

        // The person's right is the picture's left.
        Assert.True(at[0].X < at[1].X && at[4].X < at[5].X);
        Assert.True(at[0].Y < at[2].Y && at[1].Y < at[2].Y && at[2].Y < at[3].Y);
        Assert.All((Landmark[])[at[0], at[1], at[2], at[3]], point =>
        {
            Assert.InRange(point.X, box[0], box[0] + box[2]);
            Assert.InRange(point.Y, box[1], box[1] + box[3]);
        });
    }

    /// <summary>Reference-system.md 7.3, defect 6: faces wider than half the picture were thrown away, and with them every selfie.</summary>
    [Fact]
    public void Selfie_whose_face_fills_more_than_half_the_width_is_found()
    {
        Picture selfie = Picture.FromClip(Cache.Photograph("jesper.jpg"), 0, 600, 532, before: "crop=600:532:140:0");
        DetectedFace face = Assert.Single(Detect(selfie));

        Assert.True(face.Width > 0.6f, $"{face}");
    }

    [Fact]
    public void Face_is_the_same_in_nv12_with_padded_rows()
    {
        Picture picture = Picture.FromClip(Cache.Clip("demo-face.mp4"), 15);

        Assert.Equal(Detect(picture), Detect(picture.As(YuvLayout.Nv12, padding: 64)));
    }

    [Fact]
    public void Face_keeps_its_place_when_the_picture_is_portrait()
    {
        // The 405 columns around the face: the letterbox has its margins left and right instead of above and below.
        Picture wide = Picture.FromClip(Cache.Clip("demo-face.mp4"), 100);
        var portrait = new Picture(YuvLayout.I420, 405, 720);
        const int Left = 620;
        for (int y = 0; y < 720; y++) wide.Y.AsSpan(y * 1280 + Left, 405).CopyTo(portrait.Y.AsSpan(y * 405));
        for (int y = 0; y < 360; y++)
        {
            wide.U.AsSpan(y * 640 + Left / 2, 203).CopyTo(portrait.U.AsSpan(y * 203));
            wide.V.AsSpan(y * 640 + Left / 2, 203).CopyTo(portrait.V.AsSpan(y * 203));
        }

        DetectedFace expected = Assert.Single(Detect(wide));
        DetectedFace face = Assert.Single(Detect(portrait));
        float[] box = [(expected.X * 1280 - Left) / 405, expected.Y, expected.Width * 1280 / 405, expected.Height];
        Assert.True(Overlap(face, box) >= 0.7, $"{face} is not at {string.Join(' ', box)}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(250)]
    public void Street_whose_faces_are_a_dozen_pixels_high_has_none(int frame) =>
        Assert.Empty(Detect(Picture.FromClip(Cache.Clip("demo-street.mp4"), frame)));

    [Fact]
    public void Noise_and_plain_pictures_have_no_face()
    {
        Assert.Empty(Detect(new Picture(YuvLayout.I420, 1280, 720).Noise(1)));
        Assert.Empty(Detect(new Picture(YuvLayout.I420, 1280, 720).Fill(16, 128, 128)));
        Assert.Empty(Detect(new Picture(YuvLayout.I420, 1280, 720).Gradient()));
    }

    [Fact]
    public void No_room_for_faces_finds_none()
    {
        Assert.Equal(0, _detector.Detect(Picture.FromClip(Cache.Clip("demo-face.mp4"), 15).Frame, [], out _));
    }

    [Fact]
    public void Known_size_allocates_nothing()
    {
        Picture picture = Picture.FromClip(Cache.Clip("demo-face.mp4"), 15);
        var faces = new DetectedFace[8];
        for (int i = 0; i < 3; i++) _detector.Detect(picture.Frame, faces, out _);

        Allocations.AssertNone(10, () => _detector.Detect(picture.Frame, faces, out _));
    }

    public void Dispose() => _detector.Dispose();

    private DetectedFace[] Detect(Picture picture)
    {
        var faces = new DetectedFace[8];
        int found = _detector.Detect(picture.Frame, faces, out DetectTimes times);
        Assert.True(times is { PreprocessMs: > 0, InferenceMs: > 0 });
        return faces[..found];
    }

    private static float Overlap(in DetectedFace face, float[] box)
    {
        float width = Math.Min(face.X + face.Width, box[0] + box[2]) - Math.Max(face.X, box[0]);
        float height = Math.Min(face.Y + face.Height, box[1] + box[3]) - Math.Max(face.Y, box[1]);
        if (width <= 0 || height <= 0) return 0;
        return width * height / (face.Width * face.Height + box[2] * box[3] - width * height);
    }
}
