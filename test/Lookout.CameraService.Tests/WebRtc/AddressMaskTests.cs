using System.Net;
using Lookout.CameraService.WebRtc.Diagnosis;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class AddressMaskTests
{
    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.77", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    public void Network_is_told_and_not_whose_address_it_is(string address, string shown) => Assert.Equal(shown, AddressMask.Show(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.0.1", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("169.254.0.1", true)]
    [InlineData("203.0.113.1", false)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("::1", true)]
    public void Private_networks_are_known(string address, bool isPrivate) => Assert.Equal(isPrivate, AddressMask.IsPrivate(IPAddress.Parse(address)));
}
