namespace Lookout.E2E.Harness.Browser;

/// <summary>One frame a video element presented, as requestVideoFrameCallback told it.</summary>
/// <param name="Now">Time of the callback, page milliseconds.</param>
/// <param name="Display">When it is expected on the screen, page milliseconds.</param>
/// <param name="Rtp">RTP timestamp, 90 kHz; -1 when the browser gave none.</param>
/// <param name="Presented">Frames this element has presented, this one included.</param>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
public sealed record PresentedFrame(double Now, double Display, long Rtp, long Presented, int Width, int Height)
{
    /// <summary>Milliseconds of RTP time from an earlier frame to this one, modulo 2^32 ticks.</summary>
    public double RtpMillisecondsSince(PresentedFrame earlier) => unchecked((int)((uint)Rtp - (uint)earlier.Rtp)) / 90.0;
}
