using Lookout.Rtc.H264;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.H264;

public sealed class AnnexBReaderTests
{
    [Theory]
    [InlineData("000001" + "6588", "6588")]
    [InlineData("00000001" + "6588", "6588")]
    [InlineData("00000001" + "67AA" + "00000001" + "68BB" + "000001" + "65CC", "67AA,68BB,65CC")]
    [InlineData("000001" + "6588" + "000000" + "000001" + "41", "6588,41")]
    [InlineData("000001" + "65880000", "6588")]
    [InlineData("FFFF" + "000001" + "65", "65")]
    [InlineData("000001" + "000001" + "65", "65")]
    [InlineData("000001" + "65000003" + "01", "6500000301")]
    [InlineData("", "")]
    [InlineData("000001", "")]
    [InlineData("6588AA", "")]
    public void Units_are_found_between_start_codes(string stream, string units) =>
        Assert.Equal(units, string.Join(',', Read(Convert.FromHexString(stream))));

    [Fact]
    public void Stream_cut_at_any_length_gives_the_whole_units_and_the_start_of_the_last()
    {
        const string stream = "00000001" + "67AA" + "00000001" + "68BB" + "000001" + "65CC";
        string[] whole = ["67AA", "68BB", "65CC"];
        for (int length = 0; length <= stream.Length; length += 2)
        {
            List<string> units = Read(Convert.FromHexString(stream[..length]));
            Assert.Equal(whole.Take(Math.Max(0, units.Count - 1)), units.SkipLast(1));
            if (units.Count > 0) Assert.StartsWith(units[^1], whole[units.Count - 1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Mutated_streams_never_give_an_empty_unit()
    {
        byte[] stream = Convert.FromHexString("00000001" + "67AA" + "00000001" + "68BB" + "000001" + "65CC00");
        var mutator = new Mutator(seed: 21);
        for (int i = 0; i < 20_000; i++)
            Assert.All(Read(mutator.Mutate(stream)), unit => Assert.NotEmpty(unit));
    }

    private static List<string> Read(ReadOnlySpan<byte> stream)
    {
        var units = new List<string>();
        foreach (ReadOnlySpan<byte> unit in new AnnexBReader(stream)) units.Add(Convert.ToHexString(unit));
        return units;
    }
}
