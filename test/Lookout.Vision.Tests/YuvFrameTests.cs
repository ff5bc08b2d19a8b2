using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests;

public sealed class YuvFrameTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 0)]
    [InlineData(-1, 2)]
    [InlineData(YuvFrame.MaxSide + 1, 2)]
    [InlineData(2, int.MaxValue)]
    public void Size_out_of_range_is_refused(int width, int height) =>
        Assert.Throws<ArgumentException>(() => new YuvFrame(YuvLayout.I420, width, height, new byte[64], 8, new byte[64], 8, new byte[64], 8));

    [Theory]
    [InlineData(19, 5, 6, 3, 6, 3)]
    [InlineData(20, 4, 6, 3, 6, 3)]
    [InlineData(20, 5, 5, 3, 6, 3)]
    [InlineData(20, 5, 6, 2, 6, 3)]
    [InlineData(20, 5, 6, 3, 5, 3)]
    [InlineData(20, 5, 6, 3, 6, 2)]
    [InlineData(20, -5, 6, 3, 6, 3)]
    [InlineData(20, int.MaxValue, 6, 3, 6, 3)]
    public void I420_plane_that_is_a_byte_short_is_refused(int y, int strideY, int u, int strideU, int v, int strideV)
    {
        _ = new YuvFrame(YuvLayout.I420, 5, 4, new byte[20], 5, new byte[6], 3, new byte[6], 3);

        Assert.Throws<ArgumentException>(() => new YuvFrame(YuvLayout.I420, 5, 4, new byte[y], strideY, new byte[u], strideU, new byte[v], strideV));
    }

    [Theory]
    [InlineData(11, 6, 0)]
    [InlineData(12, 5, 0)]
    [InlineData(12, 6, 1)]
    public void Nv12_plane_of_the_wrong_size_is_refused(int uv, int stride, int third)
    {
        _ = new YuvFrame(YuvLayout.Nv12, 5, 4, new byte[20], 5, new byte[12], 6, [], 0);

        Assert.Throws<ArgumentException>(() => new YuvFrame(YuvLayout.Nv12, 5, 4, new byte[20], 5, new byte[uv], stride, new byte[third], 6));
    }

    [Theory]
    [InlineData(47, 12, 0, 0)]
    [InlineData(48, 11, 0, 0)]
    [InlineData(48, 12, 1, 0)]
    [InlineData(48, 12, 0, 1)]
    public void Yuyv_is_one_plane_of_whole_pairs(int packed, int stride, int second, int third)
    {
        _ = new YuvFrame(YuvLayout.Yuyv, 5, 4, new byte[48], 12, [], 0, [], 0);

        Assert.Throws<ArgumentException>(() => new YuvFrame(YuvLayout.Yuyv, 5, 4, new byte[packed], stride, new byte[second], 12, new byte[third], 12));
    }

    [Fact]
    public void Last_row_needs_no_padding()
    {
        var frame = new YuvFrame(YuvLayout.I420, 4, 3, new byte[2 * 16 + 4], 16, new byte[16 + 2], 16, new byte[16 + 2], 16);

        Assert.Equal((4, 3, 16), (frame.Width, frame.Height, frame.StrideY));
    }

    [Theory]
    [InlineData(YuvLayout.I420)]
    [InlineData(YuvLayout.Nv12)]
    [InlineData(YuvLayout.Yuyv)]
    public void Part_says_that_it_is_one(YuvLayout layout)
    {
        YuvFrame whole = new Picture(layout, 8, 6).Frame;

        Assert.False(whole.IsPart);
        Assert.True(whole.Part(2, 2, 4, 4).IsPart);
    }

    [Fact]
    public void Unknown_layout_is_refused() =>
        Assert.Throws<ArgumentException>(() => new YuvFrame((YuvLayout)7, 2, 2, new byte[4], 2, new byte[4], 2, new byte[4], 2));
}
