using System.Net;
using Microsoft.AspNetCore.Http;

namespace Lookout.CameraService.Http;

/// <summary>
/// The addresses a viewer is offered to reach us at, best first. The one its browser already uses for HTTP comes first:
/// behind a bridge network or a port forward it is the only one that works, and only the browser knows it.
/// </summary>
internal sealed class HostCandidates(ConfiguredHosts configured, LocalAddresses local)
{
    private const int Most = 16;

    /// <summary>Whether the address that the host stands for is among the candidates, as far as we can tell.</summary>
    public bool Covers(string host, IReadOnlyList<IPAddress> candidates) =>
        OwnHosts.TryAddress(host, out IPAddress address) ? candidates.Contains(address) : !configured.HasLost(host);

    public async Task<IReadOnlyList<IPAddress>> ForAsync(HttpContext context)
    {
        string host = context.Request.Host.Host;
        var found = new List<IPAddress>();
        if (OwnHosts.TryAddress(host, out IPAddress address)) Add(address);
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            Add(IPAddress.Loopback);
            Add(IPAddress.IPv6Loopback);
        }

        if (context.Connection.LocalIpAddress is { } connected) Add(connected);
        foreach (IPAddress extra in await configured.ResolveAsync(context.RequestAborted).ConfigureAwait(false)) Add(extra);
        foreach (IPAddress own in local.Current)
        {
            // Loopback leads nowhere but here, and whoever is here was added above.
            if (!IPAddress.IsLoopback(own)) Add(own);
        }

        return found;

        void Add(IPAddress candidate)
        {
            if (candidate.IsIPv4MappedToIPv6) candidate = candidate.MapToIPv4();
            if (found.Count < Most && !candidate.IsIPv6LinkLocal && !found.Contains(candidate)) found.Add(candidate);
        }
    }
}
