using Lookout.CameraServer.Stills;

namespace Lookout.CameraServer.Tests.Stills;

public sealed class StillHeaderTests
{
    // SOI, a comment, Exif with orientation 6, SOF0 of 640 x 480.
    private static readonly byte[] Jpeg = StillFiles.WithOrientation(
        [0xFF, 0xD8, 0xFF, 0xFE, 0, 5, 1, 2, 3, 0xFF, 0xFF, 0xC0, 0, 11, 8, 0x01, 0xE0, 0x02, 0x80, 1, 1, 0x11, 0], 6);

    private static readonly byte[] Png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 2, 128, 0, 0, 1, 224];

    [Fact]
    public void Jpeg_says_its_size_and_how_the_camera_was_held()
    {
        Assert.True(StillHeader.TryParse(Jpeg, out StillHeader header));
        Assert.Equal(new StillHeader(false, 640, 480, 6), header);
        Assert.True(header.IsTurned);
    }

    [Fact]
    public void Png_says_its_size()
    {
        Assert.True(StillHeader.TryParse(Png, out StillHeader header));
        Assert.Equal(new StillHeader(true, 640, 480, 1), header);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Header_cut_at_any_length_is_refused(bool png)
    {
        byte[] whole = png ? Png : Jpeg;
        for (int length = 0; length < whole.Length; length++) Assert.False(StillHeader.TryParse(whole.AsSpan(0, length), out _), $"{length} bytes");
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 8)]
    [InlineData(false, 8)]
    public void Both_byte_orders_are_read(bool little, int orientation)
    {
        byte[] bare = [.. Jpeg[..2], .. Jpeg[38..]];
        Assert.True(StillHeader.TryParse(StillFiles.WithOrientation(bare, orientation, little), out StillHeader header));
        Assert.Equal(orientation, header.Orientation);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(255)]
    public void Orientation_that_is_none_is_as_stored(int orientation)
    {
        byte[] bare = [.. Jpeg[..2], .. Jpeg[38..]];
        Assert.True(StillHeader.TryParse(StillFiles.WithOrientation(bare, orientation), out StillHeader header));
        Assert.Equal(1, header.Orientation);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 480)]
    [InlineData(640, 0)]
    public void Picture_without_pixels_is_refused(int width, int height)
    {
        byte[] bytes = [.. Jpeg];
        int size = bytes.Length - 8;
        (bytes[size], bytes[size + 1], bytes[size + 2], bytes[size + 3]) = ((byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width);
        Assert.False(StillHeader.TryParse(bytes, out _));
    }

    [Fact]
    public void Mutated_header_never_throws()
    {
        var random = new Random(20261125);
        foreach (byte[] whole in (byte[][])[Jpeg, Png, StillFiles.WithOrientation([.. Jpeg[..2], .. Jpeg[38..]], 3, little: true)])
        {
            for (int i = 0; i < 50_000; i++)
            {
                byte[] bytes = [.. whole];
                for (int n = random.Next(1, 5); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                if (StillHeader.TryParse(bytes, out StillHeader header)) Assert.True(header is { Width: > 0, Height: > 0, Orientation: >= 1 and <= 8 }, header.ToString());
            }
        }
    }
}
