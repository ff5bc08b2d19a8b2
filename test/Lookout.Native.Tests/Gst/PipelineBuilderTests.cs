using Lookout.Native.Gst;

namespace Lookout.Native.Tests.Gst;

public sealed class PipelineBuilderTests
{
    [Theory]
    [InlineData("fakesrc ! filesink")]
    [InlineData("fakesrc name=x")]
    [InlineData("")]
    public void Text_that_is_no_element_name_is_refused(string factory) =>
        Assert.Throws<ArgumentException>(() => new PipelineBuilder().Element(factory));

    [Fact]
    public void A_missing_element_is_named()
    {
        var e = Assert.Throws<GstException>(() => new PipelineBuilder().Element("no_such_element").Element("fakesink").Build());
        Assert.Contains("no_such_element", e.Message);
    }

    [Fact]
    public void A_missing_property_is_named()
    {
        var e = Assert.Throws<GstException>(() => new PipelineBuilder().Element("fakesrc").With("no-such", 1).Element("fakesink").Build());
        Assert.Contains("no-such", e.Message);
    }

    [Theory]
    [InlineData("/none/a\" ! filesink location=\"/none/b")]
    [InlineData("\"/none/quoted\"")]
    [InlineData("/none/sp ace;(x)\\n")]
    public void Text_of_a_user_reaches_the_element_as_it_is(string path)
    {
        using Pipeline pipeline = new PipelineBuilder()
            .Element("filesrc").WithText("location", path).AppSink("sink", 1, drop: false).Build();
        Assert.Equal(StateChange.Failed, pipeline.SetState(PipelineState.Paused, TimeSpan.FromSeconds(5)));
        Assert.True(pipeline.Bus.TryPop(BusMessageTypes.Error, out BusMessage? error));
        Assert.Equal(ErrorDomain.Resource, error!.Domain);
        Assert.Contains(path, error.Text + error.Debug);
    }

    [Fact]
    public void Verbatim_text_fits_string_properties_only() =>
        Assert.Throws<GstException>(() => new PipelineBuilder().Element("fakesrc").WithText("num-buffers", "1").Element("fakesink").Build());
}
