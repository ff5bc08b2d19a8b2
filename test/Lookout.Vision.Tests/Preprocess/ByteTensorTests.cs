using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Preprocess;

public sealed class ByteTensorTests
{
    private static readonly TensorFormat Plain = new(90, 70, IsPlanar: false, IsBgr: false, [0, 0, 0], [1, 1, 1]);

    [Theory]
    [InlineData(false, 0, 0)]
    [InlineData(false, 1, 0)]
    [InlineData(true, 1, 0)]
    [InlineData(false, 1, 1)]
    [InlineData(true, 0, 3)]
    public void Bytes_are_the_floats_rounded(bool isPlanar, int resize, int rotation)
    {
        TensorFormat format = Plain with { IsPlanar = isPlanar, Resize = (Resize)resize };
        foreach (YuvLayout layout in Enum.GetValues<YuvLayout>())
        {
            Picture picture = new Picture(layout, 321, 203, padding: 3).Noise(8);
            var floats = new float[format.Length];
            var bytes = new byte[format.Length];
            Array.Fill(bytes, (byte)77);
            new Preprocessor(format).Fill(picture.Frame, new TensorSpan(floats), (Rotation)rotation);
            new Preprocessor(format).Fill(picture.Frame, new TensorSpan(bytes), (Rotation)rotation);

            Assert.Equal(floats.Select(value => (byte)MathF.Round(value)), bytes);
        }
    }

    [Fact]
    public void Values_beyond_a_byte_are_its_least_and_most()
    {
        // Black is -100 and white 410 of what a byte would be.
        TensorFormat format = Plain with { Mean = [50, 50, 50], Scale = [0.5f, 0.5f, 0.5f] };
        var bytes = new byte[format.Length];
        new Preprocessor(format).Fill(new Picture(YuvLayout.Nv12, 90, 70).Fill(16, 128, 128).Frame, new TensorSpan(bytes));
        Assert.All(bytes, value => Assert.Equal(0, value));

        new Preprocessor(format).Fill(new Picture(YuvLayout.Nv12, 90, 70).Fill(235, 128, 128).Frame, new TensorSpan(bytes));
        Assert.All(bytes, value => Assert.Equal(255, value));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var preprocessor = new Preprocessor(Plain with { Resize = Resize.Bilinear });
        var bytes = new byte[Plain.Length];
        Picture picture = new Picture(YuvLayout.Nv12, 641, 361).Noise(1);
        preprocessor.Fill(picture.Frame, new TensorSpan(bytes));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) preprocessor.Fill(picture.Frame, new TensorSpan(bytes));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
