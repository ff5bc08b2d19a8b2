using Lookout.Vision.Onnx;
using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;
using Lookout.Vision.Tests.Preprocess;

namespace Lookout.Vision.Tests.Onnx;

/// <summary>The graph against the pass that runs on the CPU, and both against the definition.</summary>
public sealed class PreprocessGraphTests
{
    private const string Output = "tensor";

    // In grey levels; the goal is two. The pass rounds to 7 bits of fraction on the way, the graph does not.
    private const float Tolerance = 0.2f;

    private static readonly TensorFormat Face = new(256, 256, IsPlanar: false, IsBgr: false, [127.5f, 127.5f, 127.5f], [127.5f, 127.5f, 127.5f]);
    private static readonly TensorFormat People = new(416, 416, IsPlanar: true, IsBgr: true, [103.53f, 116.28f, 123.675f], [57.375f, 57.12f, 58.395f]);
    private static readonly TensorFormat Wide = new(160, 96, IsPlanar: true, IsBgr: false, [0, 0, 0], [255, 255, 255]);

    [Theory]
    [ClassData(typeof(HalvedPictureSizes))]
    public void Noise_becomes_the_same_tensor(int width, int height, YuvLayout layout, int padding)
    {
        Picture picture = new Picture(layout, width, height, padding).Noise(width * 37 + height);
        AssertSame(Face, picture);
    }

    [Theory]
    [InlineData(640, 360, YuvLayout.I420)]
    [InlineData(480, 641, YuvLayout.Nv12)]
    [InlineData(100, 100, YuvLayout.Nv12)]
    public void Gradient_becomes_the_same_tensor(int width, int height, YuvLayout layout)
    {
        Picture picture = new Picture(layout, width, height).Gradient();
        AssertSame(Face, picture);
        AssertSame(People, picture);
        AssertSame(Wide, picture);
    }

    [Theory]
    [InlineData("demo-face.mp4", 1280, 720)]
    [InlineData("demo-street.mp4", 1920, 1080)]
    [InlineData("demo-street.mp4", 641, 481)]
    public void Real_frame_becomes_the_same_tensor(string clip, int width, int height)
    {
        Picture picture = Picture.FromClip(Cache.Clip(clip), 40, width, height);
        AssertSame(Face, picture);
        AssertSame(People, picture.As(YuvLayout.Nv12));
        AssertSame(Wide, picture.As(YuvLayout.Nv12, padding: 64));
    }

    [Fact]
    public void Every_fit_and_grey_margins_are_the_same()
    {
        foreach (PictureFit fit in Enum.GetValues<PictureFit>())
        {
            foreach (Resize resize in Enum.GetValues<Resize>())
            {
                TensorFormat format = People with { Fit = fit, Padding = 114, Resize = resize };
                AssertSame(format, new Picture(YuvLayout.Nv12, 640, 360).Gradient());
                AssertSame(format, new Picture(YuvLayout.I420, 361, 641).Noise(8));
            }
        }
    }

    [Fact]
    public void Graph_is_the_definition()
    {
        Picture picture = Picture.FromClip(Cache.Clip("demo-street.mp4"), 40, 640, 360);
        float[] expected = ReferencePreprocessor.Fill(picture, Face.Width, Face.Height);
        float[] made = Run(Face, picture);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], made[i], 0.01f / 127.5f);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(21)]
    public void Nodes_mean_the_same_in_old_and_new_opsets(int opset)
    {
        Picture picture = new Picture(YuvLayout.Nv12, 64, 48).Noise(opset);
        byte[] model = PreprocessGraph.Create(picture.Layout, picture.Width, picture.Height, Wide, Output).ToModel(opset);
        Assert.Equal(Run(Wide, picture), PlaneInputs.Run(model, picture, Output)[0]);
    }

    private static float[] Run(TensorFormat format, Picture picture) =>
        PlaneInputs.Run(PreprocessGraph.Create(picture.Layout, picture.Width, picture.Height, format, Output).ToModel(), picture, Output)[0];

    private static void AssertSame(TensorFormat format, Picture picture)
    {
        var expected = new float[format.Length];
        new Preprocessor(format).Fill(picture.Frame, new TensorSpan(expected));
        float[] made = Run(format, picture);
        Assert.Equal(expected.Length, made.Length);
        float worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            int colour = format.IsPlanar ? i / (format.Width * format.Height) : i % 3;
            worst = Math.Max(worst, Math.Abs(expected[i] - made[i]) * format.Scale[colour]);
        }
        Assert.True(worst <= Tolerance, $"{picture.Width}x{picture.Height} {picture.Layout} into {format.Width}x{format.Height}: off by {worst} grey levels");
    }
}
