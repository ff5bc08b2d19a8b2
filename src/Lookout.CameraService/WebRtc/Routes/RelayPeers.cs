using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>
/// The addresses that viewers' datagrams may come from through a relay, each as long as some viewer has named it. A
/// permission is by address, without a port (RFC 8656 §9).
/// </summary>
internal sealed class RelayPeers
{
    /// <summary>A viewer's; more are not looked at.</summary>
    public const int MaxPerViewer = 16;

    private readonly Dictionary<TransportAddress, int> _viewers = [];

    public IEnumerable<TransportAddress> All => _viewers.Keys;

    /// <summary>Notes where a viewer may send from. True when that is new and there is room: then it is to be permitted.</summary>
    public static bool TryName(List<TransportAddress> named, in TransportAddress address)
    {
        TransportAddress peer = Of(address);
        if (named.Count >= MaxPerViewer || named.Contains(peer)) return false;
        named.Add(peer);
        return true;
    }

    /// <summary>An address as a permission has it.</summary>
    public static TransportAddress Of(in TransportAddress address) => address with { Port = 0, ScopeId = 0, Via = Route.Udp };

    /// <summary>True for the first who names it.</summary>
    public bool Add(in TransportAddress peer)
    {
        _viewers[peer] = _viewers.GetValueOrDefault(peer) + 1;
        return _viewers[peer] == 1;
    }

    /// <summary>True for the last who leaves.</summary>
    public bool Remove(in TransportAddress peer)
    {
        int left = _viewers.GetValueOrDefault(peer) - 1;
        if (left > 0) _viewers[peer] = left;
        else _viewers.Remove(peer);
        return left <= 0;
    }
}
