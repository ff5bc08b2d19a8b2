using Lookout.CameraServer.Analysis;
using Lookout.Vision;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class LumaGridTests
{
    [Theory]
    [InlineData(1280, 720, 0)]
    [InlineData(720, 1280, 16)]
    [InlineData(641, 363, 7)]
    [InlineData(64, 72, 0)]
    [InlineData(8192, 8192, 0)]
    public void Means_are_those_of_every_second_row(int width, int height, int padding)
    {
        int stride = width + padding, chroma = (width + 1) / 2;
        // White is the largest sum there can be.
        var luma = new byte[stride * height];
        if (width == 8192) luma.AsSpan().Fill(255);
        else new Random(7).NextBytes(luma);
        var empty = new byte[chroma * ((height + 1) / 2)];
        var means = new float[LumaGrid.Columns * LumaGrid.Rows];
        Assert.True(new LumaGrid().TryMeasure(new YuvFrame(YuvLayout.I420, width, height, luma, stride, empty, chroma, empty, chroma), means));

        for (int row = 0; row < LumaGrid.Rows; row++)
        {
            for (int column = 0; column < LumaGrid.Columns; column++)
            {
                (long sum, int count) = (0, 0);
                for (int y = row * height / LumaGrid.Rows; y < (row + 1) * height / LumaGrid.Rows; y += 2)
                {
                    for (int x = column * width / LumaGrid.Columns; x < (column + 1) * width / LumaGrid.Columns; x++, count++) sum += luma[y * stride + x];
                }
                Assert.Equal((float)sum / count, means[row * LumaGrid.Columns + column], 0.001f);
            }
        }
    }
}
