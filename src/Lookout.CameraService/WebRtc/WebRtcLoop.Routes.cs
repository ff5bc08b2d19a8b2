using Lookout.CameraService.WebRtc.Routes;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>What reaches the loop by other routes than straight from a viewer to the UDP port.</summary>
internal sealed partial class WebRtcLoop
{
    private readonly RouteInbox _inbox;
    private readonly DatagramRoutes _routes;

    /// <summary>What of our addresses the routes have found out. Any thread.</summary>
    public KnownRoutes Routes => _routes.Known;

    /// <summary>Whether there are relays, which want to know who may send through them. Any thread.</summary>
    public bool HasRelays => _routes.HasRelays;

    // The inbox is bounded, and so is this. What came since keeps until the next turn, which was asked for when it came.
    private void ReceiveRoutes(TimeSpan now, int count)
    {
        for (int i = 0; i < count && _inbox.TryTake(out RoutedDatagram routed); i++)
        {
            try
            {
                StreamConnection connection = routed.Connection;
                if (!TakeForRoutes(now, connection.Remote, connection, routed.Bytes) && connection.Remote.Via == Route.Tcp)
                    _routes.Judge(connection, Deliver(now, connection.Remote, routed.Bytes));
            }
            catch (Exception exception)
            {
                CountFault(exception, WebRtcLog.DatagramFault);
            }
            finally
            {
                routed.Return();
            }
        }
    }

    // A connection has closed: what went there goes another way, if there is one.
    private void FollowLostRoutes(TimeSpan now)
    {
        while (_routes.TryTakeLost(out TransportAddress address))
        {
            if (_sessions.At(address) is not { } viewer) continue;
            viewer.Session.Ice.RouteLost(now, address);
            Follow(viewer, now);
        }
    }

    // Takes what comes from STUN and TURN servers, and looks into what is relayed.
    private bool TakeForRoutes(TimeSpan now, in TransportAddress from, StreamConnection? connection, Span<byte> datagram)
    {
        if (!_routes.TryTake(now, from, connection, datagram, out TransportAddress peer, out Range data)) return false;
        if (peer.Via != Route.Relay) return true;
        bool authentic = false;
        try
        {
            authentic = Deliver(now, peer, datagram[data]);
        }
        finally
        {
            _routes.Settle(authentic);
        }

        return true;
    }

    // A relay lets nobody through who has not been named: the viewer's own addresses are.
    private void JoinRoutes(Viewer viewer, TimeSpan now)
    {
        foreach (TransportAddress peer in viewer.RelayPeers) _routes.Permit(now, peer);
    }

    private void LeaveRoutes(Viewer viewer)
    {
        foreach (TransportAddress address in viewer.Addresses)
            if (address.Via != Route.Udp && _sessions.At(address) is null) _routes.Finish(address);
        foreach (TransportAddress peer in viewer.RelayPeers) _routes.Release(peer);
    }

    private void CloseRoutes(TimeSpan now)
    {
        _routes.Close(now);
        _sender.Flush();
        for (int turn = 0; turn < FarewellTurns && _routes.IsSending; turn++) _socket?.Wait(FarewellTurn);
    }
}
