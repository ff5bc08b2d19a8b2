namespace Lookout.Vision.Preprocess;

/// <summary>How a model wants its picture: size, order of the values, and (sample - mean) / scale for samples of 0..255.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="IsPlanar">Each channel in a plane of its own (NCHW); otherwise pixel by pixel (NHWC).</param>
/// <param name="IsBgr">Blue, green, red; otherwise red, green, blue.</param>
/// <param name="Mean">Of each channel, in that order.</param>
/// <param name="Scale">Of each channel, in that order; above 0.</param>
/// <param name="Resize">How a picture becomes that size.</param>
internal sealed record TensorFormat(
    int Width, int Height, bool IsPlanar, bool IsBgr, IReadOnlyList<float> Mean, IReadOnlyList<float> Scale, Resize Resize = Resize.Area)
{
    public int Length => 3 * Width * Height;

    /// <summary>How a picture of another shape gets in.</summary>
    public PictureFit Fit { get; init; }

    /// <summary>What lies around it, 0..255 in every colour.</summary>
    public float Padding { get; init; }
}
