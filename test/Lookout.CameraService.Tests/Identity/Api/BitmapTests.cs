using Lookout.CameraService.Identity.Api;

namespace Lookout.CameraService.Tests.Identity.Api;

public sealed class BitmapTests
{
    [Fact]
    public void Rows_stand_on_their_heads_blue_first_and_padded_to_four_bytes()
    {
        byte[] file = Bitmap.FromSquare([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]); // 2 x 2
        Assert.Equal(54 + 2 * 8, file.Length);
        Assert.Equal([9, 8, 7, 12, 11, 10, 0, 0, 3, 2, 1, 6, 5, 4, 0, 0], file[54..]);
        Assert.Equal((70, 54, 40, 2, 2), (file[2], file[10], file[14], file[18], file[22]));
        Assert.Equal((1, 24), (file[26], file[28]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(28)]
    public void What_is_no_square_is_no_picture(int length) => Assert.Empty(Bitmap.FromSquare(new byte[length]));
}
