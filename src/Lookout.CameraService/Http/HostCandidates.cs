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
        await AddOwnAsync(Add, context.RequestAborted).ConfigureAwait(false);
        return found;

        void Add(IPAddress candidate) => AddTo(found, candidate);
    }

    /// <summary>The same for a WHIP endpoint that we call: it learns from our checks by which address we reach it.</summary>
    public async Task<IReadOnlyList<IPAddress>> ForEndpointAsync(Uri endpoint)
    {
        var found = new List<IPAddress>();
        if (endpoint.IsLoopback) AddTo(found, IPAddress.Loopback);
        await AddOwnAsync(address => AddTo(found, address), CancellationToken.None).ConfigureAwait(false);
        return found;
    }

    private async Task AddOwnAsync(Action<IPAddress> add, CancellationToken aborted)
    {
        foreach (IPAddress extra in await configured.ResolveAsync(aborted).ConfigureAwait(false)) add(extra);
        foreach (IPAddress own in local.Current)
        {
            // Loopback leads nowhere but here, and whoever is here was added before.
            if (!IPAddress.IsLoopback(own)) add(own);
        }
    }

    private static void AddTo(List<IPAddress> found, IPAddress candidate)
    {
        if (candidate.IsIPv4MappedToIPv6) candidate = candidate.MapToIPv4();
        if (found.Count < Most && !candidate.IsIPv6LinkLocal && !found.Contains(candidate)) found.Add(candidate);
    }
}
