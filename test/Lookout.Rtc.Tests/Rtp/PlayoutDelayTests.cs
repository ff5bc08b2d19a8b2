using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Tests.Rtp;

public sealed class PlayoutDelayTests
{
    [Theory]
    [InlineData(0, 0, "52000000")]
    [InlineData(0, 10, "52000001")]
    [InlineData(100, 400, "5200A028")]
    [InlineData(40950, 40950, "52FFFFFF")]
    public void Delays_are_written_in_units_of_ten_milliseconds(int min, int max, string expected)
    {
        var element = new byte[PlayoutDelay.ElementLength];

        Assert.Equal(element.Length, new PlayoutDelay(min, max).Write(element, id: 5));

        Assert.Equal(expected, Convert.ToHexString(element));
        Assert.True(PlayoutDelay.TryParse(element.AsSpan(1), out PlayoutDelay parsed));
        Assert.Equal(new PlayoutDelay(min, max), parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("00000000")]
    [InlineData("00A009")]
    public void Wrong_length_or_a_maximum_below_the_minimum_is_refused(string data) =>
        Assert.False(PlayoutDelay.TryParse(Convert.FromHexString(data), out _));
}
