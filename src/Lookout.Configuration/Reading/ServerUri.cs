using System.Globalization;
using System.Net;
using Lookout.Configuration.Settings;

namespace Lookout.Configuration.Reading;

/// <summary>Where a STUN or TURN server is: "host:port", and TURN's URI (RFC 7065) without TLS.</summary>
internal static class ServerUri
{
    private const string Scheme = "turn:";
    private const string Transport = "?transport=";

    /// <summary>Host and port; 3478 without one. An IPv6 address stands in brackets.</summary>
    public static bool TryParseAuthority(string text, out string host, out int port)
    {
        port = StunSettings.DefaultPort;
        host = text;
        int colon = text.LastIndexOf(':');
        if (colon > text.LastIndexOf(']'))
        {
            host = text[..colon];
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > ushort.MaxValue) return false;
        }

        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
            return Uri.CheckHostName(host) == UriHostNameType.IPv6;
        }

        // CheckHostName takes "1" for an IPv4 address.
        return Uri.CheckHostName(host) switch
        {
            UriHostNameType.Dns => host.Length <= 253,
            UriHostNameType.IPv4 => IPAddress.TryParse(host, out IPAddress? address) && address.ToString() == host && !address.Equals(IPAddress.Any),
            _ => false,
        };
    }

    /// <summary>turn:host, turn:host:port, either with ?transport=udp or ?transport=tcp.</summary>
    public static bool TryParseTurn(string text, out string host, out int port, out bool isTcp)
    {
        host = "";
        port = 0;
        isTcp = false;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        string rest = text[Scheme.Length..];
        int query = rest.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0)
        {
            string transport = rest[query..];
            isTcp = transport.Equals(Transport + "tcp", StringComparison.OrdinalIgnoreCase);
            if (!isTcp && !transport.Equals(Transport + "udp", StringComparison.OrdinalIgnoreCase)) return false;
            rest = rest[..query];
        }

        return TryParseAuthority(rest, out host, out port);
    }
}
