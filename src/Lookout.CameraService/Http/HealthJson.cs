using Lookout.Link;

namespace Lookout.CameraService.Http;

/// <param name="Status">"ok", or "degraded" when something below says why. Alive either way.</param>
/// <param name="Version">Of Lookout.</param>
/// <param name="WebRtc">The media port.</param>
/// <param name="Link">The link to camera-server.</param>
/// <param name="Recognition">Whether people are recognised.</param>
/// <param name="Configuration">What is wrong with the file that other settings stand in for.</param>
internal sealed record HealthJson(string Status, string Version, WebRtcHealthJson WebRtc, LinkHealthJson Link, RecognitionHealthJson Recognition, IReadOnlyList<string> Configuration);

/// <param name="Listen">As configured, for UDP and TCP.</param>
/// <param name="Error">Why UDP does not have it.</param>
/// <param name="TcpError">Why TCP does not have it though it should.</param>
internal sealed record WebRtcHealthJson(string Listen, string? Error, string? TcpError);

internal sealed record LinkHealthJson(bool Connected, int ServerRestarts);

/// <param name="Enabled">As configured.</param>
/// <param name="Ready">The database of people is open.</param>
/// <param name="Reason">Why not, or what has to be known; else empty.</param>
internal sealed record RecognitionHealthJson(bool Enabled, bool Ready, string Reason);

/// <param name="Ready">Frames of every camera flow.</param>
/// <param name="Degraded">Names of those whose frames do not.</param>
/// <param name="Cameras">All of them.</param>
internal sealed record ReadinessJson(bool Ready, IReadOnlyList<string> Degraded, IReadOnlyList<CameraReadinessJson> Cameras);

internal sealed record CameraReadinessJson(string Name, bool Ready, CameraStatus State, string Reason, double? FrameAgeMs);
