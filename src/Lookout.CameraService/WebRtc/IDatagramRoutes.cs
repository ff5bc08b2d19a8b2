using Lookout.Rtc.Stun;

namespace Lookout.CameraService.WebRtc;

/// <summary>The routes to viewers beside the UDP port. Called on the loop thread; never blocks.</summary>
internal interface IDatagramRoutes
{
    /// <summary>Sends to an address whose <see cref="TransportAddress.Via"/> is not UDP. False when it was dropped.</summary>
    bool TrySend(ReadOnlySpan<byte> datagram, in TransportAddress to);
}
