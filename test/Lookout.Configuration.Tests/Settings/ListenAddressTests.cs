using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Tests.Settings;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData(":8080", null, 8080, "127.0.0.1:8080", false)]
    [InlineData("0.0.0.0:80", "0.0.0.0", 80, "127.0.0.1:80", false)]
    [InlineData("127.0.0.1:8080", "127.0.0.1", 8080, "127.0.0.1:8080", true)]
    [InlineData("localhost:65535", "127.0.0.1", 65535, "127.0.0.1:65535", true)]
    [InlineData("192.0.2.9:1", "192.0.2.9", 1, "192.0.2.9:1", false)]
    [InlineData("[::1]:8080", "::1", 8080, "[::1]:8080", true)]
    [InlineData("[::]:8080", "::", 8080, "[::1]:8080", false)]
    public void Address_and_port_are_read(string text, string? address, int port, string browser, bool loopback)
    {
        Assert.True(ListenAddress.TryParse(text, out ListenAddress? listen));
        Assert.Equal(address, listen!.Address?.ToString());
        Assert.Equal(port, listen.Port);
        Assert.Equal(browser, listen.ToBrowserAuthority());
        Assert.Equal(loopback, listen.IsLoopback);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":0")]
    [InlineData(":65536")]
    [InlineData(":+1")]
    [InlineData(": 80")]
    [InlineData("8080")]
    [InlineData("1:80")]
    [InlineData("127.1:80")]
    [InlineData("0127.0.0.1:80")]
    [InlineData("::1:80")]
    [InlineData("[::1:80")]
    [InlineData("[]:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("example.org:80")]
    public void What_is_no_address_and_port_is_refused(string text) => Assert.False(ListenAddress.TryParse(text, out _));
}
