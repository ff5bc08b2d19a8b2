using System.Net;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Stun;

public sealed class TransportAddressTests
{
    [Fact]
    public void Mapped_and_plain_ipv4_are_the_same_address()
    {
        TransportAddress plain = TransportAddress.From(IPAddress.Parse("192.0.2.7"), 9);
        TransportAddress mapped = TransportAddress.From(IPAddress.Parse("::ffff:192.0.2.7"), 9);

        Assert.Equal(plain, mapped);
        Assert.Equal(plain.GetHashCode(), mapped.GetHashCode());
        Assert.True(mapped.IsIPv4);
        Assert.Equal("192.0.2.7:9", mapped.ToString());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("2001:db8::1")]
    [InlineData("::1")]
    [InlineData("fe80::1%3")]
    public void Address_survives_the_round_trip(string text)
    {
        IPAddress address = IPAddress.Parse(text);

        Assert.Equal(address, TransportAddress.From(address, 1).ToIPAddress());
    }

    [Fact]
    public void Port_is_part_of_the_identity() =>
        Assert.NotEqual(TransportAddress.FromIPv4(1, 1), TransportAddress.FromIPv4(1, 2));

    [Fact]
    public void Address_of_odd_length_is_refused()
    {
        for (int length = 0; length < 20; length++)
            Assert.Equal(length is 4 or 16, TransportAddress.TryFromBytes(new byte[length], 1, 0, out _));
    }
}
