using Lookout.CameraServer.Analysis;
using Lookout.CameraServer.Stills;
using Lookout.Vision;

namespace Lookout.CameraServer.Tests.Stills;

public sealed class StillDecoderTests
{
    /// <summary>Exif 2.3, 4.6.4 A: of the stored quarters a b / c d, which lies where in the upright picture.</summary>
    [Theory]
    [InlineData(1, "abcd")]
    [InlineData(2, "badc")]
    [InlineData(3, "dcba")]
    [InlineData(4, "cdab")]
    [InlineData(5, "acbd")]
    [InlineData(6, "cadb")]
    [InlineData(7, "dbca")]
    [InlineData(8, "bdac")]
    public void Picture_is_turned_upright(int orientation, string quarters)
    {
        // Luma of full range, as JPEG has it; vision reads limited range.
        byte[] lumas = [20, 90, 160, 230];
        byte[] jpeg = StillFiles.WithOrientation(StillFiles.Quarters(96, 64, lumas), orientation);
        Picture picture = StillDecoder.Decode(jpeg);
        YuvFrame frame = picture.AsYuv();

        Assert.Equal(orientation >= 5 ? (64, 96) : (96, 64), (frame.Width, frame.Height));
        for (int i = 0; i < 4; i++)
        {
            int x = (i % 2 * 2 + 1) * frame.Width / 4, y = (i / 2 * 2 + 1) * frame.Height / 4;
            Assert.Equal(16 + lumas[quarters[i] - 'a'] * 219 / 255.0, frame.Y[y * frame.StrideY + x], 4.0);
        }
    }

    [Fact]
    public void Png_is_read_too()
    {
        Picture picture = StillDecoder.Decode(StillFiles.Quarters(97, 63, [20, 90, 160, 230], "png"));
        YuvFrame frame = picture.AsYuv();
        Assert.Equal((97, 63), (frame.Width, frame.Height));
        Assert.Equal(16 + 90 * 219 / 255.0, frame.Y[10 * frame.StrideY + 80], 4.0);
    }

    [Theory]
    [InlineData(4000, 1000, 1920, 480)]
    [InlineData(1000, 4000, 480, 1920)]
    [InlineData(1920, 1080, 1920, 1080)]
    public void Large_picture_is_made_smaller_and_keeps_its_shape(int width, int height, int expectedWidth, int expectedHeight)
    {
        YuvFrame frame = StillDecoder.Decode(StillFiles.Quarters(width, height, [20, 90, 160, 230])).AsYuv();
        Assert.Equal((expectedWidth, expectedHeight), (frame.Width, frame.Height));
        Assert.Equal(16 + 230 * 219 / 255.0, frame.Y[(expectedHeight - 10) * frame.StrideY + expectedWidth - 10], 4.0);
    }

    [Fact]
    public void Picture_of_400_million_pixels_is_refused_before_it_is_decoded()
    {
        byte[] jpeg = StillFiles.Quarters(96, 64, [20, 90, 160, 230]);
        int frameAt = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        (jpeg[frameAt + 5], jpeg[frameAt + 6], jpeg[frameAt + 7], jpeg[frameAt + 8]) = (20000 >> 8, 20000 & 255, 20000 >> 8, 20000 & 255);
        string problem = Assert.Throws<StillException>(() => StillDecoder.Decode(jpeg)).Message;
        Assert.Equal("The picture has 20000 x 20000 pixels; 25 million can be read. Make it smaller and try again.", problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GIF89a and so on")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    public void File_of_another_kind_is_refused(string text)
    {
        byte[] file = System.Text.Encoding.UTF8.GetBytes(text);
        Assert.Contains("neither a JPEG nor a PNG", Assert.Throws<StillException>(() => StillDecoder.Decode(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mjpeg")]
    [InlineData("png")]
    public void Damaged_picture_is_refused_or_read_and_hangs_nothing(string codec)
    {
        byte[] whole = StillFiles.Quarters(320, 240, [20, 90, 160, 230], codec);
        var random = new Random(20261125);
        int refused = 0;
        for (int i = 0; i < 60; i++)
        {
            byte[] bytes = i % 2 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            if (i % 2 == 1) random.NextBytes(bytes.AsSpan(random.Next(bytes.Length / 2), bytes.Length / 4));
            try
            {
                StillDecoder.Decode(bytes);
            }
            catch (StillException e)
            {
                Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 10, 60);
    }
}
