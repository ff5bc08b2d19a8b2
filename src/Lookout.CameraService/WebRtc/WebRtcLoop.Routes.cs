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

    // The inbox is bounded, and so is this. What came since keeps until the next turn, which was asked for when it came.
    private void ReceiveRoutes(TimeSpan now, int count)
    {
        for (int i = 0; i < count && _inbox.TryTake(out RoutedDatagram routed); i++)
        {
            try
            {
                if (routed.Connection.Remote.Via == Route.Tcp) _routes.Judge(routed.Connection, Deliver(now, routed.Connection.Remote, routed.Bytes));
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

    private void AdvanceRoutes(TimeSpan now) => _routes.Advance(now);

    private void LeaveRoutes(Viewer viewer)
    {
        foreach (TransportAddress address in viewer.Addresses)
            if (address.Via == Route.Tcp && !_sessions.Knows(address)) _routes.Finish(address);
    }
}
