using System.Net;

namespace Lookout.CameraService.WebRtc;

/// <summary>By which way a viewer's offer came: what a remedy can point at when the media does not get through.</summary>
/// <param name="Host">Host of the URL, as the viewer's browser knows us.</param>
/// <param name="Peer">Where the HTTP connection comes from; a proxy's address when there is one.</param>
/// <param name="IsOffered">Whether the host's address is among the candidates, as far as we can tell.</param>
public sealed record ViewerOrigin(string Host, IPAddress? Peer, bool IsOffered);
