using System.Net;
using Lookout.CameraService.Http;
using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Tests.Http;

public class OwnHostsTests
{
    private readonly OwnHosts _hosts = new(["box.lan", "203.0.113.7"], new ListenAddress(IPAddress.Parse("192.0.2.1"), 8080), new LocalAddresses(TimeProvider.System));

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("box.lan", true)]
    [InlineData("198.51.100.9", true)] // any literal: it cannot be rebound
    [InlineData("[2001:db8::9]", true)]
    [InlineData("evil.example", false)]
    [InlineData("127.1", false)]
    [InlineData("2130706433", false)]
    [InlineData("localhost.", false)]
    [InlineData("", false)]
    public void Serves(string host, bool expected) => Assert.Equal(expected, _hosts.Serves(host));

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::ffff:127.0.0.1]", true)]
    [InlineData("box.lan", true)]
    [InlineData("203.0.113.7", true)] // configured
    [InlineData("192.0.2.1", true)] // listened on
    [InlineData("198.51.100.9", false)]
    [InlineData("evil.example", false)]
    public void Owns(string host, bool expected) => Assert.Equal(expected, _hosts.Owns(host));

    [Fact]
    public void Machine_is_known_by_its_name()
    {
        string machine = Environment.MachineName.Split('.')[0];
        Assert.True(_hosts.Serves(machine));
        Assert.True(_hosts.Owns(machine + ".local"));
    }
}
