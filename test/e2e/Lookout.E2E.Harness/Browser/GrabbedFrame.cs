using Lookout.E2E.Harness.Media;

namespace Lookout.E2E.Harness.Browser;

/// <summary>A presented frame read back from a canvas.</summary>
/// <param name="Rtp">RTP timestamp of the frame on the canvas.</param>
/// <param name="Picture">Its full-range luma.</param>
public sealed record GrabbedFrame(uint Rtp, Luma Picture);
