using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc.Routes;

/// <summary>STUN and TURN servers.</summary>
internal sealed partial class DatagramRoutes
{
    private readonly RelayPeers _peers = new();

    // A peer may reach us through several relays; he is answered through the one he was last authentically heard from.
    private readonly Dictionary<TransportAddress, TurnRoute> _relayOf = [];
    private TransportAddress _heard;
    private TurnRoute? _heardFrom;

    /// <summary>Whether anything is relayed at all.</summary>
    public bool HasRelays => _turn.Length > 0;

    /// <summary>
    /// Takes a datagram that a server has sent. False when it is none of theirs. If it carries a peer's, then
    /// <paramref name="peer"/> has <see cref="Route.Relay"/>, and <see cref="Settle"/> is to be called when it has been dealt
    /// with.
    /// </summary>
    public bool TryTake(TimeSpan now, in TransportAddress from, StreamConnection? connection, ReadOnlySpan<byte> datagram, out TransportAddress peer, out Range data)
    {
        peer = default;
        data = default;
        foreach (TurnRoute server in _turn)
        {
            if (!server.IsFrom(from, connection)) continue;
            if (server.Receive(now, datagram, out peer, out data)) (_heard, _heardFrom) = (peer, server);
            return true;
        }

        foreach (StunRoute server in _stun)
            if (connection is null && server.Receive(now, from, datagram)) return true;
        return false;
    }

    /// <summary>Says whether what a peer sent was authentic: then he is reached through the same relay from here on.</summary>
    public void Settle(bool authentic)
    {
        if (authentic) _relayOf[_heard] = _heardFrom!;
        _heardFrom = null;
    }

    /// <summary>Lets a viewer's datagrams through the relays: those from this address, which <see cref="RelayPeers.Of"/> has made.</summary>
    public void Permit(TimeSpan now, in TransportAddress peer)
    {
        if (!_peers.Add(peer)) return;
        foreach (TurnRoute server in _turn) server.Permit(now, peer);
    }

    /// <summary>Takes one <see cref="Permit"/> back.</summary>
    public void Release(in TransportAddress peer)
    {
        if (!_peers.Remove(peer)) return;
        foreach (TurnRoute server in _turn) server.Release(peer);
    }

    // Our own checks go to peers that have not been heard from: by the first relay there is.
    private TurnRoute? RelayOf(in TransportAddress peer)
    {
        if (_heardFrom is not null && peer == _heard) return _heardFrom;
        if (_relayOf.TryGetValue(peer, out TurnRoute? known)) return known;
        foreach (TurnRoute server in _turn)
            if (server.Relayed is not null) return server;
        return null;
    }

    private void AdvanceServers(TimeSpan now)
    {
        foreach (StunRoute server in _stun) server.Advance(now, _sender);
        foreach (TurnRoute server in _turn)
        {
            if (!server.Advance(now, _sender)) continue;
            foreach (TransportAddress peer in _peers.All) server.Permit(now, peer);
        }
    }
}
