using Lookout.Vision.Embedding;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Preprocess;

public sealed class AffineWarpTests
{
    private const int Side = 112;

    private static readonly TensorFormat Face = new(Side, Side, IsPlanar: true, IsBgr: false, [127.5f, 127.5f, 127.5f], [127.5f, 127.5f, 127.5f]);

    // A tenth of a grey level, where 0..255 is -1..1: coordinates are single precision.
    private const float Tolerance = 0.1f / 127.5f;

    [Theory]
    [InlineData(0.7f, 0.2f, 20.3f, 30.7f)]
    [InlineData(-0.9f, 0.4f, 150f, 140.2f)]
    [InlineData(1f, 0f, 0f, 0f)]
    [InlineData(2.4f, -1.1f, -20f, 90f)]
    [InlineData(6f, 0f, -100f, -100f)]
    public void Warp_is_the_references_inside_across_the_edge_and_outside(float a, float b, float x, float y)
    {
        var map = new Similarity(a, b, x, y);
        foreach (YuvLayout layout in Enum.GetValues<YuvLayout>())
        {
            foreach ((int width, int height) in ((int, int)[])[(320, 240), (201, 133), (2, 2), (1, 1)])
            {
                Picture picture = new Picture(layout, width, height, padding: 7).Noise(width);
                float[] tensor = Fill(picture, map), expected = ReferenceWarp.Fill(picture, map, Side);
                for (int i = 0; i < tensor.Length; i++) Assert.Equal(expected[i], tensor[i], Tolerance);
            }
        }
    }

    [Fact]
    public void Identity_copies_the_pictures_own_luma()
    {
        // Without colour RGB is the luma, stretched to the whole range.
        Picture picture = new Picture(YuvLayout.I420, Side, Side).Fill(0, 128, 128);
        new Random(4).NextBytes(picture.Y);
        float[] tensor = Fill(picture, new Similarity(1, 0, 0, 0));

        for (int i = 0; i < Side * Side; i++)
            Assert.Equal(Math.Clamp((picture.Y[i] - 16) * 255f / 219, 0, 255) / 127.5f - 1, tensor[i], Tolerance);
    }

    [Fact]
    public void Quarter_turn_turns_the_picture()
    {
        Picture picture = new Picture(YuvLayout.I420, Side, Side).Noise(9);
        float[] upright = Fill(picture, new Similarity(1, 0, 0, 0)), turned = Fill(picture, new Similarity(0, 1, Side - 1, 0));

        for (int y = 0; y < Side; y++)
            for (int x = 0; x < Side; x++) Assert.Equal(upright[x * Side + Side - 1 - y], turned[y * Side + x], Tolerance);
    }

    [Theory]
    [InlineData(2.1f)]
    [InlineData(3.3f)]
    [InlineData(7.9f)]
    public void Fine_stripes_become_grey_and_not_broad_stripes(float scale)
    {
        Picture picture = new Picture(YuvLayout.I420, 960, 960).Fill(16, 128, 128);
        for (int i = 0; i < picture.Y.Length; i += 2) picture.Y[i] = 235;
        float[] tensor = Fill(picture, new Similarity(scale, 0.03f, 20, 20));

        // Plain bilinear swings over half the range or more here.
        Assert.All(tensor[..(Side * Side)], value => Assert.InRange(value, -0.3f, 0.3f));
    }

    [Fact]
    public void Outside_is_black()
    {
        float[] tensor = Fill(new Picture(YuvLayout.Nv12, 64, 64).Noise(1), new Similarity(1, 0, 1000, 0));

        Assert.All(tensor, value => Assert.Equal(-1f, value, Tolerance));
    }

    [Fact]
    public void Luma_is_what_the_tensor_was_made_of()
    {
        Picture picture = new Picture(YuvLayout.Nv12, 200, 200).Fill(0, 128, 128);
        new Random(5).NextBytes(picture.Y);
        var warp = new AffineWarp(Face);
        var tensor = new float[Face.Length];
        warp.Fill(new YuvPlanes(picture.Frame), new Similarity(0.8f, 0.5f, 60, 10), new TensorSpan(tensor));

        Assert.Equal(Side * Side, warp.Luma.Length);
        for (int i = 0; i < Side * Side; i++)
            Assert.Equal(Math.Clamp((warp.Luma[i] - 16) * 255f / 219, 0, 255) / 127.5f - 1, tensor[i], Tolerance);
    }

    [Fact]
    public void Bytes_are_the_floats_rounded()
    {
        TensorFormat plain = Face with { IsPlanar = false, Mean = [0, 0, 0], Scale = [1, 1, 1] };
        Picture picture = new Picture(YuvLayout.Yuyv, 201, 133, padding: 7).Noise(6);
        var floats = new float[plain.Length];
        var bytes = new byte[plain.Length];
        new AffineWarp(plain).Fill(new YuvPlanes(picture.Frame), new Similarity(1.9f, -0.5f, 3, 40), new TensorSpan(floats));
        new AffineWarp(plain).Fill(new YuvPlanes(picture.Frame), new Similarity(1.9f, -0.5f, 3, 40), new TensorSpan(bytes));

        Assert.Equal(floats.Select(value => (byte)MathF.Round(value)), bytes);
    }

    [Theory]
    [InlineData(float.NaN, 0, 0, 0)]
    [InlineData(1, 0, float.PositiveInfinity, float.NegativeInfinity)]
    [InlineData(float.MaxValue, float.MaxValue, 0, 0)]
    [InlineData(1e9f, -1e9f, 3e9f, 3e9f)]
    [InlineData(1, 0, float.NaN, 2)]
    public void Numbers_that_are_no_place_read_nothing(float a, float b, float x, float y)
    {
        float[] tensor = Fill(new Picture(YuvLayout.Nv12, 31, 17).Noise(1), new Similarity(a, b, x, y));

        // The first pixel may still lie in the picture: 0 times anything finite is 0.
        Assert.All(tensor[1..(Side * Side)], value => Assert.Equal(-1f, value, Tolerance));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var warp = new AffineWarp(Face with { IsPlanar = false });
        var tensor = new float[Face.Length];
        Picture picture = new Picture(YuvLayout.Nv12, 641, 361).Noise(2);
        warp.Fill(new YuvPlanes(picture.Frame), new Similarity(3, 1, 100, 20), new TensorSpan(tensor));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) warp.Fill(new YuvPlanes(picture.Frame), new Similarity(i / 3f, 1, 100, 20), new TensorSpan(tensor));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[] Fill(Picture picture, in Similarity map)
    {
        var tensor = new float[Face.Length];
        new AffineWarp(Face).Fill(new YuvPlanes(picture.Frame), map, new TensorSpan(tensor));
        return tensor;
    }
}
