using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Tests.Rtp;

public sealed class SequenceNumberTests
{
    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(0, 65535, true)]
    [InlineData(65535, 0, false)]
    [InlineData(7, 7, false)]
    [InlineData(32767, 0, true)]
    [InlineData(32769, 0, false)]
    public void Newer_is_judged_along_the_shorter_way(ushort number, ushort other, bool newer) =>
        Assert.Equal(newer, new SequenceNumber(number).IsNewerThan(new SequenceNumber(other)));

    [Fact]
    public void Next_wraps_to_zero() =>
        Assert.Equal(new SequenceNumber(0), new SequenceNumber(65535).Next);

    [Fact]
    public void Offset_added_and_taken_away_gives_the_number_back()
    {
        for (int offset = 0; offset < 65536; offset += 257)
            Assert.Equal(new SequenceNumber(40000), new SequenceNumber(40000).Plus(offset).Plus(-offset));
    }

    [Theory]
    [InlineData(0, 65535, 65536)]
    [InlineData(65535, 65536, 65535)]
    [InlineData(5, 3 * 65536 + 2, 3 * 65536 + 5)]
    [InlineData(65530, 3 * 65536 + 2, 3 * 65536 - 6)]
    [InlineData(65535, 2, -1)]
    public void Index_nearest_to_the_reference_is_found(ushort number, long reference, long index) =>
        Assert.Equal(index, new SequenceNumber(number).ExtendNear(reference));

    [Fact]
    public void Extending_finds_every_index_within_half_a_turn()
    {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            long reference = random.NextInt64(1L << 20, 1L << 47);
            long index = reference + random.Next(-32767, 32768);
            Assert.Equal(index, SequenceNumber.FromIndex(index).ExtendNear(reference));
        }
    }
}
