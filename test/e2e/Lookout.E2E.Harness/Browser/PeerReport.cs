namespace Lookout.E2E.Harness.Browser;

/// <summary>One RTCPeerConnection the page made.</summary>
/// <param name="State">Its connectionState.</param>
/// <param name="Connected">When it first was connected, page milliseconds; null before.</param>
public sealed record PeerReport(string State, double? Connected);
