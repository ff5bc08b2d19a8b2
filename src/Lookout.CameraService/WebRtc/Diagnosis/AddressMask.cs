using System.Net;
using System.Net.Sockets;

namespace Lookout.CameraService.WebRtc.Diagnosis;

/// <summary>Says which network an address is of, and not whose it is: /24 of IPv4, /48 of IPv6.</summary>
internal static class AddressMask
{
    private const int KeptV4 = 3;
    private const int KeptV6 = 6;

    public static string Show(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return address.ToString();
        bool isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(isV4 ? KeptV4 : KeptV6).Clear();
        return $"{new IPAddress(bytes)}/{(isV4 ? 8 * KeptV4 : 8 * KeptV6)}";
    }

    /// <summary>Whether only a private network leads there (RFC 1918, 4193, 6598; link-local; loopback).</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return true;
        byte[] bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6LinkLocal || (bytes[0] & 0xFE) == 0xFC;
        return (bytes[0], bytes[1]) switch
        {
            (10, _) or (192, 168) or (169, 254) => true,
            (172, var second) => second is >= 16 and < 32,
            (100, var second) => second is >= 64 and < 128,
            _ => false,
        };
    }
}
