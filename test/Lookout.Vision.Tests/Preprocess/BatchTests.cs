using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Preprocess;

public sealed class BatchTests
{
    private static readonly TensorFormat Person = new(64, 128, IsPlanar: true, IsBgr: false, [123.7f, 116.3f, 103.5f], [58.4f, 57.1f, 57.4f]);

    private static readonly PixelRegion[] Parts =
    [
        new(0, 0, 40, 90), new(100, 20, 81, 33), new(100, 20, 81, 33), new(2, 4, 600, 350), new(640, 360, 1, 1), new(300, 100, 64, 128),
        new(10, 10, 11, 300), new(20, 10, 12, 300), new(30, 10, 13, 300), new(40, 10, 14, 300), new(50, 10, 15, 300),
    ];

    [Theory]
    [InlineData(YuvLayout.I420, 0)]
    [InlineData(YuvLayout.Nv12, 1)]
    [InlineData(YuvLayout.Yuyv, 1)]
    public void Parts_of_one_picture_are_as_if_each_came_alone(YuvLayout layout, int resize)
    {
        TensorFormat format = Person with { Resize = (Resize)resize };
        Picture picture = new Picture(layout, 641, 361, padding: 5).Noise(3);
        var tensors = new float[Parts.Length * format.Length];
        var boxes = new Letterbox[Parts.Length];
        var preprocessor = new Preprocessor(format);

        // Twice, the second time in another order: margins of the first must not shine through.
        PixelRegion[] reversed = [.. Parts.Reverse()];
        preprocessor.FillMany(picture.Frame, reversed, new TensorSpan(tensors), boxes);
        preprocessor.FillMany(picture.Frame, Parts, new TensorSpan(tensors), boxes);

        for (int i = 0; i < Parts.Length; i++)
        {
            PixelRegion part = Parts[i];
            var alone = new float[format.Length];
            Assert.Equal(new Preprocessor(format).Fill(picture.Frame.Part(part.X, part.Y, part.Width, part.Height), new TensorSpan(alone)), boxes[i]);
            Assert.Equal(alone, tensors.AsSpan(i * format.Length, format.Length).ToArray());
        }
    }

    [Fact]
    public void Each_place_of_a_batch_has_its_margins()
    {
        TensorFormat format = Person with { Padding = 114 };
        Picture picture = new Picture(YuvLayout.I420, 64, 64).Noise(2);
        var preprocessor = new Preprocessor(format);
        var tensors = new float[2 * format.Length];
        PixelRegion whole = new(0, 0, 64, 64);
        preprocessor.Fill(picture.Frame, new TensorSpan(tensors.AsSpan(0, format.Length)));
        preprocessor.FillMany(picture.Frame, [whole, whole], new TensorSpan(tensors), new Letterbox[2]);

        Assert.Equal(tensors[..format.Length], tensors[format.Length..]);
        Assert.Equal((114 - 123.7f) / 58.4f, tensors[0], 1e-5f);
    }

    [Fact]
    public void No_parts_are_no_work()
    {
        new Preprocessor(Person).FillMany(new Picture(YuvLayout.I420, 64, 64).Frame, [], default, []);
    }

    [Fact]
    public void Part_outside_the_picture_is_refused()
    {
        var tensors = new float[Person.Length];
        var boxes = new Letterbox[1];
        Assert.Throws<ArgumentException>(() => new Preprocessor(Person).FillMany(new Picture(YuvLayout.I420, 64, 64).Frame, [new(0, 0, 65, 10)], new TensorSpan(tensors), boxes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Parts_of_sizes_never_met_allocate_nothing(int resize)
    {
        var preprocessor = new Preprocessor(Person with { Resize = (Resize)resize });
        Picture picture = new Picture(YuvLayout.Nv12, 1280, 720).Noise(3);
        var tensors = new float[3 * Person.Length];
        var boxes = new Letterbox[3];
        var parts = new PixelRegion[3];
        // Each of the eight plans grows once to the largest, the widest and the tallest there are.
        foreach ((int width, int height) in ((int, int)[])[(1280, 720), (1280, 20), (20, 720)])
            for (int i = 0; i < 8; i++) preprocessor.Fill(picture.Frame.Part(0, 0, width - i, height - i), new TensorSpan(tensors.AsSpan(0, Person.Length)));
        Fill(0);

        int size = 0;
        Allocations.AssertNone(20, () => Fill(++size));

        void Fill(int i)
        {
            for (int p = 0; p < 3; p++) parts[p] = new PixelRegion(2 * i, 4 * p, 40 + 7 * i + p, 100 + 5 * i);
            preprocessor.FillMany(picture.Frame, parts, new TensorSpan(tensors), boxes);
        }
    }
}
