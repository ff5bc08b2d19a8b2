using System.Diagnostics;
using Lookout.Native.Gst;
using GStreamer = Lookout.Native.Gst.Gst;

namespace Lookout.Native.Tests.Gst;

public sealed class GstTests
{
    [Fact]
    public void Starting_twice_is_starting_once()
    {
        GStreamer.Init();
        GStreamer.Init();
        Assert.Equal(1, GStreamer.Version.Major);
    }

    [Theory]
    [InlineData("appsink", true)]
    [InlineData("no_such_element", false)]
    public void It_knows_which_elements_are_installed(string name, bool installed) =>
        Assert.Equal(installed, GStreamer.HasElement(name));

    [Fact]
    public void Pipeline_clock_is_the_stopwatch()
    {
        long before = Stopwatch.GetTimestamp();
        long clock = SystemClock.NowNs;
        long after = Stopwatch.GetTimestamp();
        Assert.InRange(clock, before, after);
    }
}
