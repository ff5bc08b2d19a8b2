namespace Lookout.Native.V4l2;

/// <summary>A video node of this machine, as far as it could be looked at.</summary>
/// <param name="Node">Its node, for example /dev/video0; moves when devices are plugged in another order.</param>
/// <param name="StablePath">A link that stays with the device, under /dev/v4l/by-id; null when udev made none.</param>
/// <param name="Card">What the device calls itself; empty when nothing tells.</param>
/// <param name="CanCapture">Whether pictures come out of it; a guess where <paramref name="IsDenied"/>.</param>
/// <param name="Problem">Why it could not be asked; null when it could.</param>
/// <param name="IsDenied">Whether that is for want of permission.</param>
public sealed record VideoDevice(string Node, string? StablePath, string Card, bool CanCapture, string? Problem, bool IsDenied);
