using Lookout.Rtc.Dtls;

namespace Lookout.CameraService.WebRtc;

/// <summary>Makes the DTLS endpoint of one session, in the role the factory is for.</summary>
/// <param name="peerFingerprint">SHA-256 of the certificate the peer announced in its SDP.</param>
/// <param name="moved">To be called, from any thread, when the endpoint has something to send or another state.</param>
internal delegate IDtlsEndpoint DtlsEndpointFactory(byte[] peerFingerprint, Action moved);
