using Lookout.CameraServer.Analysis;

namespace Lookout.CameraServer.Tests.Analysis;

public sealed class LimitedRangeTests
{
    [Fact]
    public void Every_value_is_squeezed_as_the_recommendation_says_at_every_place_of_a_row()
    {
        for (int length = 0; length < 300; length++)
        {
            byte[] full = [.. Enumerable.Range(0, length).Select(i => (byte)(i + length))];
            byte[] luma = [.. full], chroma = [.. full];
            LimitedRange.Luma(luma);
            LimitedRange.Chroma(chroma);
            Assert.Equal(full.Select(value => (byte)Math.Round(16 + (value * 219.0 / 255))), luma);
            Assert.Equal(full.Select(value => (byte)Math.Round(128 + ((value - 128) * 224.0 / 255))), chroma);
        }
    }
}
