using System.Net;
using System.Net.Sockets;

namespace Lookout.CameraService.Http;

/// <summary>
/// webrtc.hosts as addresses. Names are looked up when a viewer joins, for half a second at most, and what was found is
/// kept for a minute: a name that does not resolve must not keep anybody waiting twice.
/// </summary>
internal sealed class ConfiguredHosts
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly List<IPAddress> _literals = [];
    private readonly List<string> _names = [];
    private readonly TimeProvider _time;
    private Resolved? _resolved;

    public ConfiguredHosts(IEnumerable<string> hosts, TimeProvider time)
    {
        _time = time;
        foreach (string host in hosts)
        {
            if (OwnHosts.TryAddress(host, out IPAddress address)) _literals.Add(address);
            else _names.Add(host);
        }
    }

    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(CancellationToken aborted)
    {
        if (_names.Count == 0) return _literals;
        Resolved? resolved = Volatile.Read(ref _resolved);
        if (resolved is not null && _time.GetElapsedTime(resolved.At) < Lifetime) return resolved.Addresses;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        deadline.CancelAfter(Patience);
        IPAddress[][] found = await Task.WhenAll(_names.Select(name => LookUpAsync(name, deadline.Token))).ConfigureAwait(false);
        string[] lost = [.. _names.Where((_, i) => found[i].Length == 0)];
        resolved = new Resolved([.. _literals, .. found.SelectMany(a => a)], lost, _time.GetTimestamp());
        Volatile.Write(ref _resolved, resolved);
        return resolved.Addresses;
    }

    /// <summary>Whether this is one of the names, and could not be resolved when last tried.</summary>
    public bool HasLost(string name) => Volatile.Read(ref _resolved)?.Lost.Contains(name, StringComparer.OrdinalIgnoreCase) ?? false;

    private static async Task<IPAddress[]> LookUpAsync(string name, CancellationToken deadline)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(name, deadline).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return [];
        }
    }

    private sealed record Resolved(IPAddress[] Addresses, string[] Lost, long At);
}
