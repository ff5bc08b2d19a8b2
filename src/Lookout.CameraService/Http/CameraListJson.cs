using Lookout.CameraService.Live;

namespace Lookout.CameraService.Http;

/// <param name="Version">Of Lookout.</param>
/// <param name="Cameras">All of them.</param>
/// <param name="Problems">What is wrong with the configuration file that other settings stand in for.</param>
internal sealed record CameraListJson(string Version, IReadOnlyList<CameraJson> Cameras, IReadOnlyList<string> Problems);
