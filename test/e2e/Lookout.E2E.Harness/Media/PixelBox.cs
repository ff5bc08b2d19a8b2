namespace Lookout.E2E.Harness.Media;

/// <summary>A part of a picture in pixels.</summary>
public readonly record struct PixelBox(int X, int Y, int Width, int Height);
