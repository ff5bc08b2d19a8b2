using Lookout.CameraServer.Analysis;

namespace Lookout.CameraServer.Legacy;

/// <summary>What clients are served from.</summary>
/// <param name="Name">The camera's name.</param>
/// <param name="Newest">Its newest frame.</param>
/// <param name="View">What it says about itself.</param>
/// <param name="Stills">For pictures that clients bring along.</param>
internal sealed record LegacyCamera(string Name, NewestFrame Newest, CameraView View, StillFaces Stills);
