namespace Lookout.Link;

/// <summary>The newest word on one rendition of a camera.</summary>
/// <param name="Number">As in <see cref="LinkRendition.Number"/>.</param>
/// <param name="Status">Whether it runs.</param>
/// <param name="Reason">Why it is refused, in words for the viewer; else empty.</param>
/// <param name="Codec">What its access units are.</param>
/// <param name="Width">Picture width in pixels, 0 while unknown.</param>
/// <param name="Height">Picture height in pixels, 0 while unknown.</param>
/// <param name="BitsPerSecond">Measured over about the last second; 0 while nothing comes.</param>
/// <param name="TargetBitsPerSecond">What its encoder aims at, or will; 0 where the source decides.</param>
public sealed record RenditionState(
    byte Number, RenditionStatus Status, string Reason, VideoCodec Codec, int Width, int Height, long BitsPerSecond, long TargetBitsPerSecond);
