using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Preprocess;

public sealed class RotationTests
{
    private static readonly TensorFormat Planes = new(160, 96, IsPlanar: true, IsBgr: true, [1, 2, 3], [40, 50, 60]);

    // A fifth of a grey level at the smallest scale: columns and rows change their turns, and so what is rounded first.
    private const float Tolerance = 0.2f / 40;

    public static TheoryData<int, int, int> Cases => new(
        from rotation in (int[])[1, 2, 3] from planar in (int[])[0, 1] from resize in (int[])[0, 1] select (rotation, planar, resize));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Picture_that_lies_on_its_side_or_head_is_as_if_it_stood(int rotation, int planar, int resize)
    {
        TensorFormat format = Planes with { IsPlanar = planar == 1, Resize = (Resize)resize };
        foreach (YuvLayout layout in (YuvLayout[])[YuvLayout.I420, YuvLayout.Nv12])
        {
            foreach ((int width, int height) in ((int, int)[])[(640, 360), (322, 242), (90, 400), (1920, 1080)])
            {
                Picture upright = new Picture(layout, width, height).Noise(width);
                float[] expected = Fill(format, upright, Rotation.None, out Letterbox box);
                float[] tensor = Fill(format, upright.Turned(4 - rotation), (Rotation)rotation, out Letterbox turned);

                Assert.Equal(box, turned);
                for (int i = 0; i < tensor.Length; i++) Assert.Equal(expected[i], tensor[i], Tolerance);
            }
        }
    }

    [Fact]
    public void Packed_pairs_are_turned_as_well()
    {
        // Turned by a quarter 4:2:2 would be another layout; without colour all layouts are the same.
        Picture grey = new Picture(YuvLayout.I420, 640, 360).Fill(0, 128, 128);
        new Random(3).NextBytes(grey.Y);
        foreach (Resize resize in Enum.GetValues<Resize>())
        {
            TensorFormat format = Planes with { Resize = resize };
            float[] expected = Fill(format, grey, Rotation.None, out _);
            for (int rotation = 1; rotation < 4; rotation++)
            {
                float[] tensor = Fill(format, grey.Turned(4 - rotation).As(YuvLayout.Yuyv), (Rotation)rotation, out _);
                for (int i = 0; i < tensor.Length; i++) Assert.Equal(expected[i], tensor[i], Tolerance);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Turning_allocates_nothing(int resize)
    {
        var preprocessor = new Preprocessor(Planes with { Resize = (Resize)resize });
        var tensor = new float[Planes.Length];
        Picture picture = new Picture(YuvLayout.Yuyv, 640, 360).Noise(1);
        for (int i = 0; i < 4; i++) preprocessor.Fill(picture.Frame, new TensorSpan(tensor), (Rotation)i);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 12; i++) preprocessor.Fill(picture.Frame, new TensorSpan(tensor), (Rotation)(i % 4));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[] Fill(TensorFormat format, Picture picture, Rotation rotation, out Letterbox box)
    {
        var tensor = new float[format.Length];
        box = new Preprocessor(format).Fill(picture.Frame, new TensorSpan(tensor), rotation);
        return tensor;
    }
}
