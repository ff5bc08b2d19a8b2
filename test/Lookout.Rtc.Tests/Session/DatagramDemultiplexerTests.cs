using Lookout.Rtc.Session;

namespace Lookout.Rtc.Tests.Session;

public sealed class DatagramDemultiplexerTests
{
    [Theory]
    [InlineData(0, 1, DatagramKind.Stun)]
    [InlineData(3, 1, DatagramKind.Stun)]
    [InlineData(4, 1, DatagramKind.Unknown)]
    [InlineData(19, 1, DatagramKind.Unknown)]
    [InlineData(20, 254, DatagramKind.Dtls)]
    [InlineData(63, 254, DatagramKind.Dtls)]
    [InlineData(64, 1, DatagramKind.Unknown)]
    [InlineData(127, 1, DatagramKind.Unknown)]
    [InlineData(128, 96, DatagramKind.Rtp)]
    [InlineData(128, 96 + 128, DatagramKind.Rtp)]
    [InlineData(128, 200, DatagramKind.Rtcp)]
    [InlineData(191, 206, DatagramKind.Rtcp)]
    [InlineData(192, 206, DatagramKind.Unknown)]
    public void First_bytes_tell_the_kind(byte first, byte second, DatagramKind kind) =>
        Assert.Equal(kind, DatagramDemultiplexer.KindOf([first, second, 0, 0]));

    [Fact]
    public void Nothing_and_one_byte_are_of_no_kind()
    {
        Assert.Equal(DatagramKind.Unknown, DatagramDemultiplexer.KindOf([]));
        Assert.Equal(DatagramKind.Unknown, DatagramDemultiplexer.KindOf([0]));
    }
}
