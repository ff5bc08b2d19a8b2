namespace Lookout.Configuration.Settings;

/// <summary>One camera.</summary>
/// <param name="Name">Identifier, [a-z0-9_-]{1,32}; part of URLs.</param>
/// <param name="Source">Where its pictures come from.</param>
/// <param name="Rotate">Clockwise rotation applied in capture: 0, 90, 180 or 270 degrees.</param>
/// <param name="Detect">What is looked for in the pictures.</param>
public sealed record CameraSettings(string Name, CameraSource Source, int Rotate, DetectSettings Detect)
{
    /// <summary>How its pictures are encoded for viewers.</summary>
    public RenditionSettings Renditions { get; init; } = RenditionSettings.Default;
}
