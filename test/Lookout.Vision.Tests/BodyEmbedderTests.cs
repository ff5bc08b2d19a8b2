using System.Numerics.Tensors;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests;

public sealed class BodyEmbedderTests : IDisposable
{
    private const string Input = """
        {
          "name": "images", "width": 128, "height": 256, "layout": "nchw", "colour": "rgb", "fit": "stretch", "batch": 4,
          "mean": [123.675, 116.28, 103.53], "scale": [58.395, 57.12, 57.375]
        }
        """;

    private readonly OwnModels _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_model_colours_stand_in_and_say_so()
    {
        using BodyEmbedder bodies = BodyEmbedder.Load(_folder.Path);

        Assert.True(bodies.IsDescriptor);
        Assert.Equal("colour-stripes", bodies.Model);
    }

    [Fact]
    public void Walker_is_more_like_himself_later_than_like_others()
    {
        // The same man on three frames, two seconds apart, and two who are others (placed by hand, pixels of 1280x720).
        (int Frame, BoundingBox Box)[] walker = [(60, new(929, 290, 46, 136)), (80, new(866, 236, 46, 118)), (100, new(896, 191, 35, 103))];
        (int Frame, BoundingBox Box)[] others = [(100, new(634, 222, 38, 98)), (20, new(708, 290, 50, 107))];
        using BodyEmbedder bodies = BodyEmbedder.Load(_folder.Path);

        float[] first = Embed(bodies, walker[0]);
        foreach ((int Frame, BoundingBox Box) later in walker[1..])
        {
            float same = Cosine(first, Embed(bodies, later));
            foreach ((int Frame, BoundingBox Box) other in others)
            {
                float different = Cosine(first, Embed(bodies, other));
                TestContext.Current.TestOutputHelper?.WriteLine($"himself {same:0.000}, another {different:0.000}");
                Assert.True(same > different + 0.02f, $"himself {same:0.000}, another {different:0.000}");
            }
        }
    }

    [Fact]
    public void Red_shirt_over_blue_trousers_is_not_blue_over_red()
    {
        Picture one = TwoColours((90, 100, 200), (90, 200, 100)), other = TwoColours((90, 200, 100), (90, 100, 200));
        using BodyEmbedder bodies = BodyEmbedder.Load(_folder.Path);
        BoundingBox all = new(0, 0, 1, 1);

        float[] shirt = Embed(bodies, one, all);
        Assert.Equal(1, Cosine(shirt, Embed(bodies, one.As(YuvLayout.Nv12, padding: 32), all)), 1e-5f);
        Assert.Equal(1, Cosine(shirt, Embed(bodies, one.As(YuvLayout.Yuyv, padding: 32), all)), 1e-3f);
        Assert.InRange(Cosine(shirt, Embed(bodies, other, all)), 0, 0.3f);
    }

    [Theory]
    [InlineData(2, 2, 1, 1)]
    [InlineData(0.5f, 0.5f, 0, 0)]
    [InlineData(float.NaN, 0, 1, 1)]
    [InlineData(-3, -3, 1, 1)]
    public void Box_outside_the_picture_is_like_nothing(float x, float y, float width, float height)
    {
        using BodyEmbedder bodies = BodyEmbedder.Load(_folder.Path);

        Assert.All(Embed(bodies, new Picture(YuvLayout.I420, 640, 360).Noise(1), new BoundingBox(x, y, width, height)), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Model_of_the_folder_sees_each_person_stretched_to_its_input_in_ImageNets_colours()
    {
        AddPooling(-1);
        using BodyEmbedder bodies = BodyEmbedder.Load(_folder.Path);
        Assert.False(bodies.IsDescriptor);
        Assert.Matches("^osnet@[0-9a-f]{12}$", bodies.Model);
        Assert.Equal(96, bodies.Length);

        // Red above, blue below: each of the 8 x 4 areas is one colour, three planes one after the other.
        Picture picture = TwoColours((81, 90, 240), (41, 240, 110));
        BoundingBox[] persons = [.. Enumerable.Repeat(new BoundingBox(0, 0, 1, 1), 5), new BoundingBox(0.25f, 0, 0.5f, 0.5f)];
        var embeddings = new float[persons.Length * bodies.Length];
        bodies.Embed(picture.Frame, persons, embeddings);

        float[] red = [(255 - 123.675f) / 58.395f, (0 - 116.28f) / 57.12f, (0 - 103.53f) / 57.375f];
        float[] blue = [(0 - 123.675f) / 58.395f, (0 - 116.28f) / 57.12f, (255 - 103.53f) / 57.375f];
        float[] expected = [.. Enumerable.Range(0, 3).SelectMany(colour => Enumerable.Range(0, 32).Select(area => area < 16 ? red[colour] : blue[colour]))];
        float[] top = [.. Enumerable.Range(0, 3).SelectMany(colour => Enumerable.Repeat(red[colour], 32))];
        for (int i = 0; i < persons.Length; i++)
        {
            float[] embedding = embeddings[(i * 96)..((i + 1) * 96)];
            Assert.Equal(1, TensorPrimitives.Norm<float>(embedding), 1e-4f);
            Assert.InRange(Cosine(embedding, i < 5 ? expected : top), 0.9995f, 1.0001f);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void Model_runs_whether_its_batch_is_dynamic_or_fixed(long batch)
    {
        AddPooling(batch);
        using BodyEmbedder bodies = BodyEmbedder.Load(_folder.Path);
        Picture picture = new Picture(YuvLayout.I420, 640, 360).Gradient();

        var three = new float[3 * bodies.Length];
        BoundingBox box = new(0.1f, 0.2f, 0.3f, 0.5f);
        bodies.Embed(picture.Frame, [new(0, 0, 1, 1), box, new(0.5f, 0.5f, 0.2f, 0.2f)], three);
        Assert.Equal(Embed(bodies, picture, box), three[96..192]);
    }

    [Fact]
    public void Model_of_bytes_gets_the_samples_of_one_of_floats()
    {
        const string Output = """{ "layout": "reid", "embedding": "features", "length": 96 }""";
        Add("floats", TinyModel.Float, "float32");
        Add("bytes", TinyModel.UInt8, "uint8");
        using BodyEmbedder floats = BodyEmbedder.Load(_folder.Path, "floats"), bytes = BodyEmbedder.Load(_folder.Path, "bytes");
        BoundingBox[] persons = [new(0, 0, 1, 1), new(0.1f, 0.2f, 0.3f, 0.5f), new(0.5f, 0.1f, 0.2f, 0.8f), new(0, 0, 0.1f, 0.1f), new(0.2f, 0.2f, 0.4f, 0.4f)];
        foreach (YuvLayout layout in Enum.GetValues<YuvLayout>())
        {
            Picture picture = new Picture(layout, 641, 361).Gradient();
            float[] expected = new float[persons.Length * 96], found = new float[persons.Length * 96];
            floats.Embed(picture.Frame, persons, expected);
            bytes.Embed(picture.Frame, persons, found);
            // A sample moves by half of one in 255, a mean of a thousand by far less.
            for (int i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 0.001f);
        }

        void Add(string name, int type, string typeName) => _folder.Add(
            name, "body-embedding",
            new TinyModel().Input("images", type, -1, 256, 128, 3)
                .Node("Cast", ["images"], "samples", ("to", [TinyModel.Float])).Node("Transpose", ["samples"], "planes", ("perm", [0, 3, 1, 2]))
                .Node("AveragePool", ["planes"], "areas", ("kernel_shape", [32, 32]), ("strides", [32, 32]))
                .Node("Flatten", ["areas"], "features", ("axis", [1])).Output("features", -1, 96),
            $$"""
            {
              "name": "images", "width": 128, "height": 256, "layout": "nhwc", "colour": "rgb", "fit": "stretch", "batch": 4, "type": "{{typeName}}",
              "mean": [0, 0, 0], "scale": [1, 1, 1]
            }
            """,
            Output);
    }

    [Fact]
    public void Model_with_another_batch_is_refused()
    {
        AddPooling(3);

        var e = Assert.Throws<ModelException>(() => BodyEmbedder.Load(_folder.Path));
        Assert.Contains("batch of 4", e.Problem);
    }

    [Fact]
    public void Embedding_allocates_nothing()
    {
        AddPooling(-1);
        using BodyEmbedder model = BodyEmbedder.Load(_folder.Path);
        using BodyEmbedder descriptor = BodyEmbedder.Load(Path.GetTempPath());
        Picture picture = new Picture(YuvLayout.I420, 640, 360).Noise(3);
        var embeddings = new float[4 * 128];
        for (int i = 0; i < 40; i++) Once(i);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 40; i++) Once(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Once(int i)
        {
            ReadOnlySpan<BoundingBox> persons = [new(0.02f * i, 0.01f * i, 0.9f / (i + 1), 0.8f / (i % 7 + 1)), new(0.2f, 0.2f, 0.4f, 0.4f)];
            model.Embed(picture.Frame, persons, embeddings);
            descriptor.Embed(picture.Frame, persons, embeddings);
        }
    }

    // Means of 8 x 4 areas of the input, colour by colour.
    private void AddPooling(long batch) => _folder.Add(
        "osnet", "body-embedding",
        new TinyModel().Input("images", TinyModel.Float, batch, 3, 256, 128)
            .Node("AveragePool", ["images"], "areas", ("kernel_shape", [32, 32]), ("strides", [32, 32]))
            .Node("Flatten", ["areas"], "features", ("axis", [1]))
            .Output("features", batch, 96),
        Input, """{ "layout": "reid", "embedding": "features", "length": 96 }""");

    private static Picture TwoColours((byte Y, byte U, byte V) above, (byte Y, byte U, byte V) below)
    {
        Picture picture = new Picture(YuvLayout.I420, 320, 640).Fill(above.Y, above.U, above.V);
        picture.Y.AsSpan(320 * 320).Fill(below.Y);
        picture.U.AsSpan(160 * 160).Fill(below.U);
        picture.V.AsSpan(160 * 160).Fill(below.V);
        return picture;
    }

    private static float[] Embed(BodyEmbedder bodies, (int Frame, BoundingBox Box) person)
    {
        (_, BoundingBox box) = person;
        return Embed(bodies, Picture.FromClip(Cache.Clip("demo-street.mp4"), person.Frame), new(box.X / 1280, box.Y / 720, box.Width / 1280, box.Height / 720));
    }

    private static float[] Embed(BodyEmbedder bodies, Picture picture, BoundingBox person)
    {
        var embedding = new float[bodies.Length];
        bodies.Embed(picture.Frame, [person], embedding);
        return embedding;
    }

    private static float Cosine(float[] one, float[] other) => TensorPrimitives.CosineSimilarity<float>(one, other);
}
