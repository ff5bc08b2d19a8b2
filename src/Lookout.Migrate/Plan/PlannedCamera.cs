namespace Lookout.Migrate.Plan;

/// <param name="Name">What Lookout calls it.</param>
/// <param name="Device">Its node on the box, the same in the container.</param>
/// <param name="Rotate">Clockwise, in degrees.</param>
/// <param name="Mode">Size and rate to ask the device for.</param>
internal sealed record PlannedCamera(string Name, string Device, int Rotate, CaptureMode Mode);
