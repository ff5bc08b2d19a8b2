using Lookout.Configuration.Reading;

namespace Lookout.Configuration.Tests.Reading;

public sealed class ServerUriTests
{
    [Theory]
    [InlineData("turn:turn.example.org", "turn.example.org", 3478, false)]
    [InlineData("TURN:turn.example.org:443?transport=TCP", "turn.example.org", 443, true)]
    [InlineData("turn:192.0.2.9?transport=udp", "192.0.2.9", 3478, false)]
    [InlineData("turn:[2001:db8::9]:5000", "2001:db8::9", 5000, false)]
    [InlineData("turn:[2001:db8::9]", "2001:db8::9", 3478, false)]
    public void Uri_is_read(string text, string host, int port, bool isTcp)
    {
        Assert.True(ServerUri.TryParseTurn(text, out string readHost, out int readPort, out bool readTcp));
        Assert.Equal((host, port, isTcp), (readHost, readPort, readTcp));
    }

    [Theory]
    [InlineData("")]
    [InlineData("turn:")]
    [InlineData("turns:turn.example.org")]
    [InlineData("stun:turn.example.org")]
    [InlineData("turn://turn.example.org")]
    [InlineData("turn:a:0")]
    [InlineData("turn:a:65536")]
    [InlineData("turn:a:-1")]
    [InlineData("turn:a:")]
    [InlineData("turn:1")]
    [InlineData("turn:0.0.0.0")]
    [InlineData("turn:2001:db8::9")]
    [InlineData("turn:[2001:db8::9")]
    [InlineData("turn:[a]")]
    [InlineData("turn:a b")]
    [InlineData("turn:user@a")]
    [InlineData("turn:a?transport=tls")]
    [InlineData("turn:a?transport=tcp&x=1")]
    public void What_is_none_is_refused(string text) => Assert.False(ServerUri.TryParseTurn(text, out _, out _, out _));
}
