using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Preprocess;

public sealed class PreprocessorTests
{
    private const int Side = 256;

    private static readonly TensorFormat Face = new(Side, Side, IsPlanar: false, IsBgr: false, [127.5f, 127.5f, 127.5f], [127.5f, 127.5f, 127.5f]);

    // In tensor units, where 0..255 is -1..1: a fifth of a grey level. The goal is two levels.
    private const float Tolerance = 0.2f / 127.5f;

    [Theory]
    [ClassData(typeof(PictureSizes))]
    public void Noise_is_resized_as_the_reference_does(int width, int height, YuvLayout layout, int padding) =>
        AssertMatches(new Picture(layout, width, height, padding).Noise(width * 31 + height));

    // Also run where instructions are missing, and there each takes its time.
    [Theory]
    [InlineData(640, 360, YuvLayout.Nv12, 3)]
    [InlineData(1500, 31, YuvLayout.Yuyv, 1)]
    [InlineData(17, 33, YuvLayout.I420, 0)]
    public void Noise_of_a_few_sizes_is_resized_as_the_reference_does(int width, int height, YuvLayout layout, int padding) =>
        AssertMatches(new Picture(layout, width, height, padding).Noise(width));

    [Theory]
    [InlineData(640, 360, YuvLayout.I420, 0)]
    [InlineData(480, 641, YuvLayout.Nv12, 5)]
    [InlineData(100, 100, YuvLayout.I420, 5)]
    [InlineData(1920, 1080, YuvLayout.Yuyv, 0)]
    public void Gradient_is_resized_as_the_reference_does(int width, int height, YuvLayout layout, int padding) =>
        AssertMatches(new Picture(layout, width, height, padding).Gradient());

    [Theory]
    [InlineData("demo-face.mp4", 1280, 720)]
    [InlineData("demo-street.mp4", 1280, 720)]
    [InlineData("demo-street.mp4", 1920, 1080)]
    [InlineData("demo-face.mp4", 640, 480)]
    public void Real_frame_is_resized_as_the_reference_does(string clip, int width, int height)
    {
        Picture picture = Picture.FromClip(Cache.Clip(clip), 40, width, height);
        AssertMatches(picture);
        AssertMatches(picture.As(YuvLayout.Nv12, padding: 64));
        AssertMatches(picture.As(YuvLayout.Yuyv, padding: 4));
    }

    [Theory]
    [InlineData(16, 128, 128, -1f, -1f, -1f)]
    [InlineData(235, 128, 128, 1f, 1f, 1f)]
    [InlineData(81, 90, 240, 1f, -1f, -1f)]
    [InlineData(145, 54, 34, -1f, 1f, -1f)]
    [InlineData(41, 240, 110, -1f, -1f, 1f)]
    public void Bt601_colours_are_the_primaries(byte y, byte u, byte v, float r, float g, float b)
    {
        float[] tensor = Fill(new Picture(YuvLayout.I420, 64, 64).Fill(y, u, v));

        // The 8-bit code values of the primaries are themselves rounded.
        Assert.Equal(r, tensor[3 * (Side * 128 + 128)], 0.02f);
        Assert.Equal(g, tensor[3 * (Side * 128 + 128) + 1], 0.02f);
        Assert.Equal(b, tensor[3 * (Side * 128 + 128) + 2], 0.02f);
    }

    [Fact]
    public void Margins_are_black_again_when_the_picture_changes_its_shape()
    {
        var preprocessor = new Preprocessor(Face);
        var tensor = new float[Side * Side * 3];
        preprocessor.Fill(new Picture(YuvLayout.I420, 640, 360).Noise(1).Frame, new TensorSpan(tensor));

        Picture portrait = new Picture(YuvLayout.I420, 360, 640).Noise(2);
        preprocessor.Fill(portrait.Frame, new TensorSpan(tensor));

        Assert.Equal(Fill(portrait), tensor);
    }

    [Fact]
    public void More_sizes_than_are_remembered_still_come_out_right()
    {
        var preprocessor = new Preprocessor(Face);
        var tensor = new float[Side * Side * 3];
        for (int round = 0; round < 2; round++)
        {
            for (int size = 100; size < 1300; size += 100)
            {
                Picture picture = new Picture(YuvLayout.Nv12, size, size / 2).Noise(size);
                preprocessor.Fill(picture.Frame, new TensorSpan(tensor));
                Assert.Equal(Fill(picture), tensor);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Known_size_allocates_nothing(int resize)
    {
        var preprocessor = new Preprocessor(Face with { Resize = (Resize)resize });
        var tensor = new float[Side * Side * 3];
        Picture wide = new Picture(YuvLayout.I420, 1280, 720).Noise(1);
        Picture narrow = new Picture(YuvLayout.Nv12, 641, 481).Noise(1);
        FillBoth();
        Allocations.AssertNone(10, FillBoth);

        void FillBoth()
        {
            preprocessor.Fill(wide.Frame, new TensorSpan(tensor));
            preprocessor.Fill(narrow.Frame, new TensorSpan(tensor));
        }
    }

    [Theory]
    [InlineData(640, 360)]
    [InlineData(361, 641)]
    public void Planes_in_another_order_hold_the_same_picture(int width, int height)
    {
        Picture picture = new Picture(YuvLayout.I420, width, height).Noise(7);
        var planar = new float[Face.Length];
        new Preprocessor(Face with { IsPlanar = true, IsBgr = true }).Fill(picture.Frame, new TensorSpan(planar));

        float[] interleaved = Fill(picture);
        for (int i = 0; i < Side * Side; i++)
        {
            for (int colour = 0; colour < 3; colour++) Assert.Equal(interleaved[3 * i + colour], planar[(2 - colour) * Side * Side + i], 1e-5f);
        }
    }

    [Fact]
    public void Each_colour_has_its_own_mean_and_scale()
    {
        var tensor = new float[Face.Length];
        new Preprocessor(Face with { Mean = [10, 20, 30], Scale = [1, 2, 4] }).Fill(new Picture(YuvLayout.I420, 64, 32).Fill(235, 128, 128).Frame, new TensorSpan(tensor));

        Assert.Equal([245, 117.5f, 56.25f], tensor.AsSpan(3 * (Side * 128 + 128), 3).ToArray().Select(value => MathF.Round(value, 2)));
        Assert.Equal([-10, -10, -7.5f], tensor[..3]);
    }

    [Theory]
    [InlineData(YuvLayout.I420, 0, 0, 1, 1)]
    [InlineData(YuvLayout.Nv12, 2, 4, 37, 51)]
    [InlineData(YuvLayout.I420, 100, 60, 541, 301)]
    [InlineData(YuvLayout.Nv12, 640, 360, 1, 1)]
    [InlineData(YuvLayout.Yuyv, 2, 4, 37, 51)]
    [InlineData(YuvLayout.Yuyv, 640, 360, 1, 1)]
    public void Part_is_read_as_if_it_were_all_there_is(YuvLayout layout, int x, int y, int width, int height)
    {
        Picture whole = new Picture(layout, 641, 361, padding: 3).Noise(11);
        var part = new Picture(layout, width, height);
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++) part.SetLuma(column, row, whole.LumaAt(x + column, y + row));
        }
        for (int row = 0; row < part.ChromaHeight; row++)
        {
            for (int column = 0; column < part.ChromaWidth; column++)
            {
                int from = row + (layout == YuvLayout.Yuyv ? y : y / 2);
                part.SetChroma(column, row, whole.ChromaAt(0, x / 2 + column, from), whole.ChromaAt(1, x / 2 + column, from));
            }
        }

        foreach (Resize resize in Enum.GetValues<Resize>())
        {
            var tensor = new float[Face.Length];
            new Preprocessor(Face with { Resize = resize }).Fill(whole.Frame.Part(x, y, width, height), new TensorSpan(tensor));
            Assert.Equal(Fill(part, resize), tensor);
        }
    }

    [Theory]
    [InlineData(1, 0, 2, 2)]
    [InlineData(0, 1, 2, 2)]
    [InlineData(-2, 0, 2, 2)]
    [InlineData(0, 0, 65, 2)]
    [InlineData(62, 0, 2, 49)]
    [InlineData(0, 0, 0, 2)]
    public void Part_that_is_none_is_refused(int x, int y, int width, int height) =>
        Assert.Throws<ArgumentException>(() => new Picture(YuvLayout.I420, 64, 48).Frame.Part(x, y, width, height));

    private static void AssertMatches(Picture picture)
    {
        foreach (Resize resize in Enum.GetValues<Resize>())
        {
            float[] expected = ReferencePreprocessor.Fill(picture, Side, Side, resize);
            float[] actual = Fill(picture, resize);
            float worst = 0;
            for (int i = 0; i < expected.Length; i++)
                worst = Math.Max(worst, Math.Abs(expected[i] - actual[i]));
            Assert.True(worst <= Tolerance, $"{picture.Width}x{picture.Height} {picture.Layout} {resize}: off by {worst * 127.5f} grey levels");
        }
    }

    private static float[] Fill(Picture picture, Resize resize = Resize.Area)
    {
        var tensor = new float[Side * Side * 3];
        new Preprocessor(Face with { Resize = resize }).Fill(picture.Frame, new TensorSpan(tensor));
        return tensor;
    }
}
