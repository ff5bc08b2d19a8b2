using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Tests.Preprocess;

public sealed class LetterboxTests
{
    [Theory]
    [InlineData(1280, 720, 0, 56, 256, 144)]
    [InlineData(720, 1280, 56, 0, 144, 256)]
    [InlineData(640, 480, 0, 32, 256, 192)]
    [InlineData(100, 100, 0, 0, 256, 256)]
    [InlineData(8192, 1, 0, 127, 256, 1)]
    public void Picture_lies_centred_and_whole(int width, int height, int x, int y, int fittedWidth, int fittedHeight) =>
        Assert.Equal(new Letterbox(x, y, fittedWidth, fittedHeight), Letterbox.Fit(width, height, 256, 256));

    [Fact]
    public void Corners_of_the_fitted_picture_are_its_corners()
    {
        Letterbox letterbox = Letterbox.Fit(1280, 720, 256, 256);

        Assert.Equal((0f, 0f), (letterbox.ToPictureX(0), letterbox.ToPictureY(56)));
        Assert.Equal((1f, 1f), (letterbox.ToPictureX(256), letterbox.ToPictureY(200)));
        Assert.True(letterbox.ToPictureY(30) < 0 && letterbox.ToPictureY(201) > 1);
    }
}
