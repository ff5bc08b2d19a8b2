using Lookout.CameraService.Identity.Matching;
using Lookout.Link;

namespace Lookout.CameraService.Tests.Identity.Matching;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.3, 0.5)]
    [InlineData(0.6, 0)]
    [InlineData(0.9, -0.5)]
    [InlineData(1.9, -1)]
    public void Distance_at_the_threshold_is_nought(double distance, double expected)
    {
        var a = new float[131]; // not a multiple of any vector's length
        float[] b = [.. a];
        b[130] = (float)distance;
        Assert.Equal((float)expected, Scale.Of(new Measure("m", Measure.Euclidean, 0.6f), null).Compare(a, b), 0.001f);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.7, 0.5)]
    [InlineData(0.4, 0)]
    [InlineData(0.1, -0.5)]
    [InlineData(-1, -1)]
    public void Cosine_at_the_threshold_is_nought(double cosine, double expected)
    {
        var a = new float[131];
        var b = new float[131];
        a[130] = 3; // lengths do not matter
        b[130] = (float)cosine * 2;
        b[0] = (float)Math.Sqrt(1 - cosine * cosine) * 2;
        Assert.Equal((float)expected, Scale.Of(new Measure("m", Measure.Cosine, 0.4f), null).Compare(a, b), 0.001f);
    }

    [Fact]
    public void Configured_threshold_takes_the_models_place() =>
        Assert.Equal(new Scale(true, 0.5f), Scale.Of(new Measure("m", Measure.Euclidean, 0.6f), 0.5f));

    [Fact]
    public void What_cannot_be_compared_is_not_alike()
    {
        var scale = new Scale(true, 0.6f);
        Assert.Equal(-1, scale.Compare(new float[3], new float[4]));
        Assert.Equal(-1, scale.Compare([float.NaN], [0]));
        Assert.Equal(-1, new Scale(false, 0.4f).Compare(new float[3], new float[3]));
    }
}
