using System.Net;
using System.Net.Sockets;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>The address behind a server's name, looked up anew each time it is asked for: servers move.</summary>
internal static class ServerLookup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Finds an address our socket can send to. Null when there is none, or no answer.</summary>
    /// <param name="host">Name, or an address.</param>
    /// <param name="port">Port.</param>
    /// <param name="family">That of the socket; IPv6 is taken for both.</param>
    /// <param name="closed">Ends the wait.</param>
    public static async Task<TransportAddress?> FindAsync(string host, int port, AddressFamily family, CancellationToken closed)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(closed);
        deadline.CancelAfter(Patience);
        try
        {
            IPAddress[] found = await Dns.GetHostAddressesAsync(host, deadline.Token).ConfigureAwait(false);
            // IPv4 first: its NATs are what relays and reflexive addresses are for.
            IPAddress? best = Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetwork)
                ?? (family == AddressFamily.InterNetworkV6 ? Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetworkV6) : null);
            return best is null ? null : TransportAddress.From(best, (ushort)port);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            return null;
        }
    }
}
