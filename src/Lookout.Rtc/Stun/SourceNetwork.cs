namespace Lookout.Rtc.Stun;

/// <summary>
/// What limits are counted by: an IPv4 address or the /64 of an IPv6 one, of which one host has as many addresses as it
/// likes.
/// </summary>
public readonly record struct SourceNetwork(ulong High, ulong Low)
{
    /// <summary>The network of an address, whatever its port and route.</summary>
    public static SourceNetwork Of(in TransportAddress address) => new(address.High, address.High == 0 ? address.Low : 0);
}
