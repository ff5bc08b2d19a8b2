using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>The routes to viewers beside the UDP port. Called on the loop thread; never blocks.</summary>
internal interface IDatagramRoutes
{
    /// <summary>Sends to an address whose <see cref="TransportAddress.Via"/> is not UDP. False when it was dropped.</summary>
    bool TrySend(ReadOnlySpan<byte> datagram, in TransportAddress to);

    /// <summary>
    /// Whether a packet to that address would be taken now. What waits for it is kept by the loop, which looks again after
    /// some milliseconds.
    /// </summary>
    bool HasRoom(in TransportAddress to) => true;
}
