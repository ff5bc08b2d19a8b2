using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class RenditionWishTests
{
    [Theory]
    [InlineData(null, true, RenditionWish.Auto)]
    [InlineData("", true, RenditionWish.Auto)]
    [InlineData("auto", true, RenditionWish.Auto)]
    [InlineData("full", true, RenditionWish.Full)]
    [InlineData("half", true, RenditionWish.Half)]
    [InlineData("quarter", true, RenditionWish.Quarter)]
    [InlineData("1", false, RenditionWish.Auto)]
    [InlineData("HALF", false, RenditionWish.Auto)]
    public void Word_of_the_url_is_read(string? word, bool known, RenditionWish wish)
    {
        Assert.Equal(known, RenditionWishes.TryParse(word, out RenditionWish read));
        Assert.Equal(wish, read);
    }
}
