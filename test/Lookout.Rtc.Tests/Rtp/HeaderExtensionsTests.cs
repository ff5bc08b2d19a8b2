using Lookout.Rtc.Rtp;
using Lookout.Rtc.Tests.Stun;

namespace Lookout.Rtc.Tests.Rtp;

public sealed class HeaderExtensionsTests
{
    // RFC 8285 §4.2, third figure: lengths 1, 2 with padding between, and 4 bytes.
    private static readonly byte[] Sample = Convert.FromHexString("10aa" + "21bbbb" + "0000" + "33cccccccc");

    [Fact]
    public void Elements_are_read_across_padding() =>
        Assert.Equal(["1:AA", "2:BBBB", "3:CCCCCCCC"], Read(Sample));

    [Fact]
    public void Id_15_ends_the_elements() =>
        Assert.Equal(["1:AA"], Read(Convert.FromHexString("10aa" + "f0bb" + "21cccc")));

    [Fact]
    public void Element_cut_short_anywhere_ends_the_elements()
    {
        for (int length = 0; length < Sample.Length; length++)
        {
            List<string> read = Read(Sample.AsSpan(0, length));
            Assert.Equal(Read(Sample).Take(read.Count), read);
            Assert.InRange(read.Count, 0, 2);
        }
    }

    [Fact]
    public void Written_elements_are_read_back()
    {
        var buffer = new byte[64];
        int end = HeaderExtensions.Write(buffer, 1, [0xAA]);
        end += HeaderExtensions.Write(buffer.AsSpan(end), 14, new byte[16]);

        Assert.Equal(["1:AA", "14:" + new string('0', 32)], Read(buffer.AsSpan(0, end)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(15, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 17)]
    public void Element_that_does_not_fit_one_byte_is_a_bug(int id, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HeaderExtensions.Write(new byte[64], id, new byte[length]));

    [Fact]
    public void Mutated_elements_never_throw()
    {
        var mutator = new Mutator(seed: 12);
        for (int i = 0; i < 20_000; i++) Assert.InRange(Read(mutator.Mutate(Sample)).Count, 0, 64);
    }

    private static List<string> Read(ReadOnlySpan<byte> elements)
    {
        var read = new List<string>();
        foreach (HeaderExtension element in new HeaderExtensions(elements))
            read.Add($"{element.Id}:{Convert.ToHexString(element.Data)}");
        return read;
    }
}
