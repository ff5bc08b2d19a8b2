using Lookout.CameraServer.Encoding;
using Lookout.Configuration.Settings;

namespace Lookout.CameraServer.Tests.Encoding;

public sealed class RenditionTests
{
    [Theory]
    [InlineData(1280, 720, 1, 640, 360)]
    [InlineData(1280, 720, 2, 320, 180)]
    [InlineData(1366, 767, 1, 682, 382)]
    [InlineData(1366, 767, 0, 1366, 767)]
    public void Sides_are_halved_to_even_numbers(int width, int height, byte number, int expectedWidth, int expectedHeight) =>
        Assert.Equal((expectedWidth, expectedHeight), new Rendition(number, null).SizeOf(width, height));

    [Fact]
    public void Pictures_that_would_become_too_small_are_not_scaled()
    {
        Assert.True(new Rendition(Rendition.Quarter, null).Fits(340, 192));
        Assert.False(new Rendition(Rendition.Quarter, null).Fits(340, 191));
        Assert.True(new Rendition(Rendition.Full, null).Fits(16, 16));
    }

    [Fact]
    public void A_rate_of_0_leaves_a_rendition_out()
    {
        Assert.Equal([0, 1, 2], Rendition.Of(RenditionSettings.Default).Select(rendition => rendition.Number));
        Assert.Equal([new(0, 1500), new(2, null)], Rendition.Of(new RenditionSettings(1500, 0, null)));
    }
}
