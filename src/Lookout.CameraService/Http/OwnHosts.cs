using System.Net;
using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Http;

/// <summary>
/// Which names and addresses mean this service. Against DNS rebinding (reliability.md 2.2) names come from a closed list;
/// an IP literal in a Host header cannot be rebound, since then the browser's origin is that address itself, and behind a
/// bridge network or a NAT it is one we cannot know. An Origin is somebody else's claim, so there only our own count.
/// </summary>
internal sealed class OwnHosts
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { "localhost" };
    private readonly HashSet<IPAddress> _addresses = [];
    private readonly LocalAddresses _local;

    /// <param name="configured">webrtc.hosts: names and addresses.</param>
    /// <param name="listen">Where HTTP listens.</param>
    /// <param name="local">The machine's own addresses.</param>
    public OwnHosts(IEnumerable<string> configured, ListenAddress listen, LocalAddresses local)
    {
        _local = local;
        if (listen.Address is { } address) _addresses.Add(Normalize(address));
        // Single-label and .local names are not in the public DNS, so nobody can point one at us from there.
        string machine = Environment.MachineName.Split('.')[0];
        _names.Add(machine);
        _names.Add(machine + ".local");
        foreach (string host in configured)
        {
            if (TryAddress(host, out IPAddress? literal)) _addresses.Add(literal);
            else _names.Add(host);
        }
    }

    /// <summary>Whether a request for this host (no port) is for us.</summary>
    public bool Serves(string host) => TryAddress(host, out _) || _names.Contains(host);

    /// <summary>Whether a page from this host (no port) is one of this machine.</summary>
    public bool Owns(string host) =>
        TryAddress(host, out IPAddress? address)
            ? IPAddress.IsLoopback(address) || _addresses.Contains(address) || _local.Current.Any(own => Normalize(own).Equals(address))
            : _names.Contains(host);

    /// <summary>Reads an IP literal, in brackets or not.</summary>
    public static bool TryAddress(string host, out IPAddress address)
    {
        // IPAddress also reads "1" and "0x7f.1" (inet_aton), which no browser sends: it normalises them first.
        bool parsed = IPAddress.TryParse(host.AsSpan().Trim("[]"), out IPAddress? found) && (host.Contains(':') || host.Count('.') == 3);
        address = parsed ? Normalize(found!) : IPAddress.None;
        return parsed;
    }

    private static IPAddress Normalize(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
