using System.Net;
using System.Net.Sockets;
using Lookout.Native.Net;

namespace Lookout.Native.Tests.Net;

public sealed class UdpAddressTests
{
    [Theory]
    [InlineData("192.0.2.1:8555", AddressFamily.InterNetwork)]
    [InlineData("192.0.2.1:8555", AddressFamily.InterNetworkV6)]
    [InlineData("[2001:db8::1]:65535", AddressFamily.InterNetworkV6)]
    [InlineData("[fe80::1%3]:1", AddressFamily.InterNetworkV6)]
    public void Socket_address_reads_back_what_was_written(string endPoint, AddressFamily family)
    {
        UdpAddress address = UdpAddress.From(IPEndPoint.Parse(endPoint));
        var bytes = new byte[UdpAddress.MaxSocketAddressLength];

        int length = address.Write(bytes, family);

        Assert.True(UdpAddress.TryRead(bytes.AsSpan(0, length), out UdpAddress read));
        Assert.Equal(address, read);
    }

    [Fact]
    public void Ipv4_and_its_mapped_form_are_one_address() =>
        Assert.Equal(UdpAddress.From(IPEndPoint.Parse("192.0.2.1:5")), UdpAddress.From(IPEndPoint.Parse("[::ffff:192.0.2.1]:5")));

    [Fact]
    public void Socket_address_cut_short_or_of_another_family_is_refused()
    {
        var bytes = new byte[UdpAddress.MaxSocketAddressLength];
        int length = UdpAddress.From(IPEndPoint.Parse("[2001:db8::1]:1")).Write(bytes, AddressFamily.InterNetworkV6);
        for (int end = 0; end < length; end++) Assert.False(UdpAddress.TryRead(bytes.AsSpan(0, end), out _));

        bytes[0] = 1;
        Assert.False(UdpAddress.TryRead(bytes, out _));
    }
}
