using Lookout.Rtc.Dtls;

namespace Lookout.CameraService.WebRtc;

/// <summary>Makes the DTLS server endpoint of one session.</summary>
/// <param name="peerFingerprint">SHA-256 of the certificate the offer announced.</param>
/// <param name="moved">To be called, from any thread, when the endpoint has something to send or another state.</param>
internal delegate IDtlsEndpoint DtlsEndpointFactory(byte[] peerFingerprint, Action moved);
