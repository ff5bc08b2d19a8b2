using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lookout.Configuration.Settings;

/// <summary>
/// Where a server listens: <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, <c>localhost:8080</c>, or <c>:8080</c> for every address.
/// </summary>
/// <param name="Address">The address; null means every address of both families.</param>
/// <param name="Port">1..65535.</param>
public sealed record ListenAddress(IPAddress? Address, int Port)
{
    internal const string Grammar = "address:port such as 127.0.0.1:8080, [::1]:8080, or :8080 for every address";

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => Address is not null && IPAddress.IsLoopback(Address);

    public static bool TryParse(ReadOnlySpan<char> text, out ListenAddress? listen)
    {
        listen = null;
        int colon = text.LastIndexOf(':');
        if (colon < 0 || !TryParsePort(text[(colon + 1)..], out int port)) return false;
        ReadOnlySpan<char> host = text[..colon];
        if (!TryParseHost(host, out IPAddress? address)) return false;
        listen = new ListenAddress(address, port);
        return true;
    }

    /// <summary>The address a browser on this machine uses: 127.0.0.1 when every address is listened on.</summary>
    public string ToBrowserAuthority()
    {
        IPAddress address = Address is null || Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : Address;
        return new IPEndPoint(address, Port).ToString();
    }

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;

    private static bool TryParseHost(ReadOnlySpan<char> host, out IPAddress? address)
    {
        address = null;
        if (host.IsEmpty) return true;
        if (host is "localhost")
        {
            address = IPAddress.Loopback;
            return true;
        }
        if (host[0] == '[')
        {
            return host[^1] == ']' && IPAddress.TryParse(host[1..^1], out address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        }
        // IPAddress also takes "1" and "0x7f.1"; four decimal parts are what people mean.
        return host.Count('.') == 3 && IPAddress.TryParse(host, out address) && address.AddressFamily == AddressFamily.InterNetwork
            && address.ToString().AsSpan().SequenceEqual(host);
    }
}
