using Lookout.CameraServer.Sources;

namespace Lookout.CameraServer.Tests.Sources;

public sealed class ClockStripTests
{
    [Theory]
    [InlineData(1280, 0)]
    [InlineData(1280, 1_234_567_890_123)]
    [InlineData(640, long.MaxValue)]
    [InlineData(1000, 4_294_967_295_000)]   // width that 40 does not divide into whole bytes of stride
    public void What_is_drawn_is_read_back(int width, long captureNs)
    {
        var luma = new byte[width * ClockStrip.Height];
        ClockStrip.Draw(luma, width, width, captureNs);
        Assert.True(ClockStrip.TryRead(luma, width, width, out uint microseconds));
        Assert.Equal((uint)(captureNs / 1000), microseconds);
    }

    [Fact]
    public void The_first_cell_is_the_highest_bit_and_the_last_eight_are_the_xor()
    {
        var luma = new byte[400 * ClockStrip.Height];
        ClockStrip.Draw(luma, 400, 400, 0x8000_0001L * 1000);
        Assert.Equal(235, luma[0]);
        Assert.Equal(16, luma[10]);
        Assert.Equal(235, luma[31 * 400 + 31 * 10]);
        Assert.Equal(0x81, Enumerable.Range(32, 8).Aggregate(0, (bits, cell) => bits << 1 | (luma[cell * 10] == 235 ? 1 : 0)));
    }

    [Fact]
    public void A_flipped_cell_is_noticed()
    {
        var luma = new byte[1280 * ClockStrip.Height];
        for (int cell = 0; cell < ClockStrip.Cells; cell++)
        {
            ClockStrip.Draw(luma, 1280, 1280, 987_654_321_000);
            for (int y = 0; y < ClockStrip.Height; y++)
            {
                Span<byte> pixels = luma.AsSpan(y * 1280 + cell * 32, 32);
                pixels.Fill((byte)(251 - pixels[0]));
            }
            Assert.False(ClockStrip.TryRead(luma, 1280, 1280, out _));
        }
    }
}
