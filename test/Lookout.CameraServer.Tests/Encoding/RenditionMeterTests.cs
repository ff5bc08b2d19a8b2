using Lookout.CameraServer.Encoding;
using Lookout.Link;

namespace Lookout.CameraServer.Tests.Encoding;

public sealed class RenditionMeterTests
{
    private const long SecondNs = 1_000_000_000;
    private readonly RenditionMeter _meter = new(1, VideoCodec.H264);

    [Fact]
    public void The_rate_is_that_of_the_last_second_and_none_when_nothing_comes_any_more()
    {
        _meter.Begin((640, 360), 600_000);
        for (int i = 0; i <= 60; i++) _meter.Sent(2000, 5 * SecondNs + i * SecondNs / 30);
        Assert.Equal(new RenditionState(1, RenditionStatus.Running, "", VideoCodec.H264, 640, 360, 480_000, 600_000), _meter.Read(wanted: true, 7 * SecondNs));
        Assert.Equal(0, _meter.Read(wanted: true, 10 * SecondNs).BitsPerSecond);
        Assert.Equal(RenditionStatus.Resting, _meter.Read(wanted: false, 7 * SecondNs).Status);
    }

    [Fact]
    public void A_pause_is_no_low_rate()
    {
        for (int i = 0; i <= 30; i++) _meter.Sent(2000, i * SecondNs / 30);
        for (int i = 0; i <= 30; i++) _meter.Sent(2000, 60 * SecondNs + i * SecondNs / 30);
        Assert.Equal(480_000, _meter.Read(wanted: true, 61 * SecondNs).BitsPerSecond);
    }

    [Fact]
    public void What_is_refused_says_why_wanted_or_not()
    {
        _meter.Refuse("no time");
        foreach (bool wanted in new[] { true, false })
            Assert.Equal((RenditionStatus.Refused, "no time"), (_meter.Read(wanted, 0).Status, _meter.Read(wanted, 0).Reason));
        _meter.Allow();
        Assert.Equal((RenditionStatus.Running, ""), (_meter.Read(wanted: true, 0).Status, _meter.Read(wanted: true, 0).Reason));
    }
}
