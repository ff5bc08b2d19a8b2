using Lookout.Vision.Embedding;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests;

public sealed class FaceEmbedderTests : IDisposable
{
    private readonly FaceDetector _detector = FaceDetector.Load(Cache.Models);
    private readonly FaceEmbedder _embedder = FaceEmbedder.Load(Cache.Models);

    public void Dispose()
    {
        _detector.Dispose();
        _embedder.Dispose();
    }

    [Fact]
    public void Every_face_of_the_portraits_is_found()
    {
        foreach ((string name, _, _, string[] people) in Album.Portraits)
        {
            DetectedFace[] faces = Faces(Album.Open(name));
            Assert.True(faces.Length == people.Length, $"{name}: {faces.Length} faces of {people.Length}");
        }
    }

    [Fact]
    public void Same_person_matches_and_different_persons_do_not()
    {
        List<(string Person, string Picture, float[] Embedding)> all = [];
        foreach ((string name, _, _, string[] people) in Album.Portraits)
        {
            Picture picture = Album.Open(name);
            DetectedFace[] faces = Faces(picture);
            (float[][] embeddings, FaceQuality[] qualities) = Embed(picture, faces);
            for (int i = 0; i < faces.Length; i++)
            {
                Write($"{people[i]} in {name}: {qualities[i]}");
                all.Add((people[i], name, embeddings[i]));
            }
        }

        Assert.Equal(FaceMetric.Euclidean, _embedder.Recogniser.Metric);
        for (int i = 0; i < all.Count; i++)
        {
            for (int k = i + 1; k < all.Count; k++)
            {
                float distance = Distance(all[i].Embedding, all[k].Embedding);
                bool same = all[i].Person == all[k].Person;
                string pair = $"{(same ? "same" : "different")} {distance:0.000}: {all[i].Person} in {all[i].Picture}, {all[k].Person} in {all[k].Picture}";
                Write(pair);
                Assert.True(distance <= _embedder.Recogniser.Threshold == same, pair);
            }
        }
    }

    [Fact]
    public void Recogniser_is_named_by_manifest_and_hash()
    {
        Assert.Matches("^dlib-face-resnet@[0-9a-f]{12}$", _embedder.Recogniser.Model);
        Assert.Equal(128, _embedder.Recogniser.Length);
    }

    [Fact]
    public void Many_faces_in_one_call_are_as_one_by_one()
    {
        Picture picture = Album.Open("qt-logo.jpg");
        DetectedFace[] three = Faces(picture);
        DetectedFace[] faces = [.. three, .. three, .. three, .. three];
        Assert.True(faces.Length > _embedder.MostFaces);

        (float[][] together, FaceQuality[] qualities) = Embed(picture, faces);
        for (int i = 0; i < faces.Length; i++)
        {
            (float[][] alone, FaceQuality[] quality) = Embed(picture, [faces[i]]);
            Assert.Equal(quality[0], qualities[i]);
            Assert.True(Distance(alone[0], together[i]) < 1e-4f);
        }
    }

    [Fact]
    public void Layout_and_padded_rows_make_no_difference()
    {
        Picture picture = Album.Open("astronaut.png");
        DetectedFace[] faces = Faces(picture);

        float[] embedding = Embed(picture, faces).Embeddings[0];
        Assert.Equal(embedding, Embed(picture.As(YuvLayout.Nv12, padding: 64), faces).Embeddings[0]);
        // Twice as many rows of chroma, each there twice, so that colours lie a quarter of a pixel elsewhere.
        Assert.InRange(Distance(embedding, Embed(picture.As(YuvLayout.Yuyv, padding: 64), faces).Embeddings[0]), 0, 0.05f);
    }

    /// <summary>Reference-system.md 7.3, defect 6: crops by nearest neighbour, which skip most pixels of a near face.</summary>
    [Fact]
    public void Face_keeps_its_embedding_when_the_picture_is_shrunk()
    {
        // The eyes are 254 pixels apart, five times what the model wants: skipping pixels would show.
        Picture large = Album.Open("jesper.jpg");
        Picture small = Picture.FromClip(Cache.Photograph("jesper.jpg"), 0, 320, 212);
        DetectedFace[] faces = Faces(large);

        float distance = Distance(Embed(large, faces).Embeddings[0], Embed(small, faces).Embeddings[0]);
        Write($"distance {distance:0.000}");
        Assert.InRange(distance, 0, 0.15f);
    }

    /// <summary>Reference-system.md 1.7: its live path fed BGR, its aligned path RGB, so that one face's two embeddings had nothing in common.</summary>
    [Fact]
    public void Aligned_face_in_BGR_matches_the_same_face_on_the_live_path()
    {
        Picture picture = Album.Open("astronaut.png");
        DetectedFace face = Assert.Single(Faces(picture));
        byte[] bgr = AlignedForArcFace(picture, face);
        float[] live = Embed(picture, [face]).Embeddings[0];

        var aligned = new float[_embedder.Recogniser.Length];
        _embedder.EmbedAligned(bgr, aligned);
        byte[] rgb = [.. bgr.Chunk(3).SelectMany(pixel => pixel.Reverse())];
        var swapped = new float[_embedder.Recogniser.Length];
        _embedder.EmbedAligned(rgb, swapped);

        Write($"BGR {Distance(live, aligned):0.000}, RGB taken for BGR {Distance(live, swapped):0.000}");
        Assert.InRange(Distance(live, aligned), 0, 0.2f);
        Assert.True(Distance(live, swapped) > 1.5f * Distance(live, aligned));
    }

    /// <summary>The same defect on the pixels: a recogniser that wants BGR gets what came, blue first, neither moved nor scaled.</summary>
    [Theory]
    [InlineData("bgr", new int[] { 0, 1, 2 })]
    [InlineData("rgb", new int[] { 2, 1, 0 })]
    public void Recogniser_of_the_same_template_sees_the_aligned_pixels_in_the_order_it_wants(string colour, int[] order)
    {
        using var models = new OwnModels();
        models.Add(
            "adaface", "face-embedding",
            new TinyModel().Input("input", TinyModel.Float, -1, 3, 112, 112)
                .Node("AveragePool", ["input"], "areas", ("kernel_shape", [56, 56]), ("strides", [56, 56])).Node("Flatten", ["areas"], "output", ("axis", [1])).Output("output", -1, 12),
            $$"""
            {
              "name": "input", "width": 112, "height": 112, "layout": "nchw", "colour": "{{colour}}", "fit": "aligned", "batch": 2,
              "mean": [127.5, 127.5, 127.5], "scale": [127.5, 127.5, 127.5]
            }
            """,
            """
            {
              "layout": "embedding", "embedding": "output", "length": 12, "metric": "cosine", "threshold": 0.4, "normalise": true,
              "template": [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
            }
            """);
        // A quarter of the picture each; what a pixel further on would fall into the next.
        byte[][] quarters = [[200, 40, 90], [10, 220, 60], [120, 120, 120], [250, 180, 30]];
        byte[] bgr = [.. Enumerable.Range(0, 112 * 112).SelectMany(i => quarters[i / 112 / 56 * 2 + i % 112 / 56])];

        using FaceEmbedder embedder = FaceEmbedder.Load(models.Path, "adaface");
        Assert.Equal(FaceMetric.Cosine, embedder.Recogniser.Metric);
        var embedding = new float[12];
        embedder.EmbedAligned(bgr, embedding);

        float[] expected = [.. order.SelectMany(channel => quarters.Select(quarter => (quarter[channel] - 127.5f) / 127.5f))];
        float length = MathF.Sqrt(expected.Sum(value => value * value));
        Assert.All(expected.Zip(embedding), pair => Assert.Equal(pair.First / length, pair.Second, 0.005f));
    }

    [Fact]
    public void Aligned_face_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => _embedder.EmbedAligned(new byte[3 * 112 * 112 - 1], new float[128]));

    [Fact]
    public void Blurred_face_has_a_lower_quality()
    {
        FaceQuality last = new(1, 0, 1, 1);
        DetectedFace[] faces = Faces(Album.Open("astronaut.png"));
        foreach (float sigma in (float[])[0, 1, 2, 4])
        {
            Picture picture = Picture.FromClip(Cache.Photograph("astronaut.png"), 0, 512, 512, $"gblur=sigma={sigma}:steps=6");
            FaceQuality quality = Embed(picture, faces).Qualities[0];
            Write($"blurred by {sigma} pixels: {quality}");
            Assert.True(quality.Sharpness < last.Sharpness && quality.Overall < last.Overall);
            last = quality;
        }
        Assert.True(last.Sharpness < 0.1f);
    }

    [Fact]
    public void Landmarks_that_are_no_face_give_zeros()
    {
        Picture picture = Album.Open("astronaut.png");
        DetectedFace nothing = new(0.1f, 0.1f, 0.2f, 0.2f, 0.9f, default);
        var landmarks = new FaceLandmarks();
        for (int i = 0; i < FaceLandmarks.Count; i++) landmarks[i] = new(float.NaN, float.PositiveInfinity);

        (float[][] embeddings, FaceQuality[] qualities) = Embed(picture, [nothing, .. Faces(picture), nothing with { Landmarks = landmarks }]);
        Assert.All([0, 2], i => Assert.All(embeddings[i], value => Assert.Equal(0, value)));
        Assert.Equal(default, qualities[0]);
        Assert.True(qualities[1].Overall > 0.5f);
    }

    [Fact]
    public void Face_half_outside_the_picture_harms_nobody()
    {
        Picture picture = Album.Open("astronaut.png");
        DetectedFace face = Assert.Single(Faces(picture));
        FaceLandmarks landmarks = face.Landmarks;
        for (int i = 0; i < FaceLandmarks.Count; i++) landmarks[i] = new(landmarks[i].X + 0.6f, landmarks[i].Y - 0.3f);

        Assert.All(Embed(picture, [face with { Landmarks = landmarks }]).Embeddings[0], value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Crop_shows_the_face_upright_with_the_eyes_where_the_model_wants_them()
    {
        const int Side = 96;
        Picture picture = Album.Open("jesper.jpg");
        DetectedFace face = Assert.Single(Faces(picture));
        var rgb = new byte[3 * Side * Side];
        _embedder.Crop(picture.Frame, face, Side, rgb);

        // Skin between the eyes is brighter than the pupils, and redder than blue.
        int between = Luma(74, 47), right = Luma(47.7f, 47.1f), left = Luma(100.3f, 47.1f);
        Assert.True(between > right + 10 && between > left + 10, $"{right} {between} {left}");
        Assert.True(rgb[At(74, 47)] > rgb[At(74, 47) + 2]);

        int At(float x, float y) => 3 * ((int)(y * Side / 150) * Side + (int)(x * Side / 150));
        int Luma(float x, float y) => (rgb[At(x, y)] + rgb[At(x, y) + 1] + rgb[At(x, y) + 2]) / 3;
    }

    [Fact]
    public void Embedding_allocates_nothing()
    {
        Picture picture = Album.Open("qt-logo.jpg");
        DetectedFace[] faces = Faces(picture);
        var embeddings = new float[3 * 128];
        var qualities = new FaceQuality[3];
        var rgb = new byte[3 * 96 * 96];
        Once(3);
        Once(1);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int count = 1; count <= 3; count++) Once(count);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Once(int count)
        {
            _embedder.Embed(picture.Frame, faces.AsSpan(0, count), embeddings, qualities);
            _embedder.Crop(picture.Frame, faces[0], 96, rgb);
        }
    }

    private static byte[] AlignedForArcFace(Picture picture, DetectedFace face)
    {
        var template = new FaceTemplate([new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(56.1397f, 92.2848f)]);
        Assert.True(template.TryFit(face, picture.Width, picture.Height, out Similarity toPicture));
        var pixels = new float[3 * 112 * 112];
        new AffineWarp(new TensorFormat(112, 112, IsPlanar: false, IsBgr: true, [0, 0, 0], [1, 1, 1])).Fill(new YuvPlanes(picture.Frame), toPicture, new TensorSpan(pixels));
        return [.. pixels.Select(value => (byte)MathF.Round(value))];
    }

    private DetectedFace[] Faces(Picture picture)
    {
        var faces = new DetectedFace[16];
        return [.. faces[.._detector.Detect(picture.Frame, faces, out _)].OrderBy(face => face.X)];
    }

    private (float[][] Embeddings, FaceQuality[] Qualities) Embed(Picture picture, DetectedFace[] faces)
    {
        var embeddings = new float[faces.Length * _embedder.Recogniser.Length];
        var qualities = new FaceQuality[faces.Length];
        _embedder.Embed(picture.Frame, faces, embeddings, qualities);
        return ([.. embeddings.Chunk(_embedder.Recogniser.Length)], qualities);
    }

    private static float Distance(float[] one, float[] other) => MathF.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Sum());

    private static void Write(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
