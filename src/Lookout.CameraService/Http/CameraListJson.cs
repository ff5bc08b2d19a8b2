using Lookout.CameraService.Live;

namespace Lookout.CameraService.Http;

internal sealed record CameraListJson(string Version, IReadOnlyList<CameraJson> Cameras);
