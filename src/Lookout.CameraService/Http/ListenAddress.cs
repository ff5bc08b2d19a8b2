using System.Globalization;
using System.Net;

namespace Lookout.CameraService.Http;

/// <summary>Where HTTP listens: "127.0.0.1:8080", "[::1]:8080", or ":8080" for every address.</summary>
/// <param name="Address">Null for every address of both families.</param>
/// <param name="Port">0 lets the system choose.</param>
internal readonly record struct ListenAddress(IPAddress? Address, int Port)
{
    public static bool TryParse(string text, out ListenAddress listen)
    {
        listen = default;
        int colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)) return false;
        string host = text[..colon];
        IPAddress? address = null;
        if (host == "localhost") address = IPAddress.Loopback;
        else if (host is not ("" or "*") && !IPAddress.TryParse(host, out address)) return false;
        if (address is not null && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))) address = null;
        listen = new ListenAddress(address, port);
        return true;
    }
}
