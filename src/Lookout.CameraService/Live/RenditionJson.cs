using Lookout.CameraService.Cameras;
using Lookout.Link;

namespace Lookout.CameraService.Live;

/// <summary>One rendition of a camera as the API shows it.</summary>
/// <param name="Name">"full", "half", "quarter", "original".</param>
/// <param name="State">Whether it runs; one that rests starts when somebody watches it.</param>
/// <param name="Reason">Why it is refused; else empty.</param>
/// <param name="Codec">"h264" or "h265".</param>
/// <param name="Width">Pixels, 0 while unknown.</param>
/// <param name="Height">Pixels, 0 while unknown.</param>
/// <param name="Kbps">Measured; 0 while nothing comes.</param>
/// <param name="TargetKbps">What its encoder aims at; 0 where the camera decides.</param>
internal sealed record RenditionJson(
    string Name, RenditionStatus State, string Reason, VideoCodec Codec, int Width, int Height, double Kbps, double TargetKbps)
{
    public static RenditionJson From(RenditionState state) => new(
        RenditionName.All[state.Number], state.Status, state.Reason, state.Codec, state.Width, state.Height,
        Math.Round(state.BitsPerSecond / 1000.0, 1), Math.Round(state.TargetBitsPerSecond / 1000.0, 1));
}
