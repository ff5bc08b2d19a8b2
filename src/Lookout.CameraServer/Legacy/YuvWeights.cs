using Lookout.Native.Gst;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// The way from Y, U and V to R, G and B in 16.16 fixed point, for a picture's own matrix and range. Of ITU-R BT.601, BT.709 and
/// BT.2020 only Kr and Kb differ.
/// </summary>
internal readonly record struct YuvWeights(int Black, int Luma, int RedV, int GreenU, int GreenV, int BlueU)
{
    public const int Shift = 16;

    public static YuvWeights Of(in VideoFormat format)
    {
        (double kr, double kb) = format.Matrix switch
        {
            ColorMatrix.Bt709 => (0.2126, 0.0722),
            ColorMatrix.Bt2020 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        };
        double kg = 1 - kr - kb;
        double luma = format.IsFullRange ? 1 : 255.0 / 219;
        double chroma = format.IsFullRange ? 2 : 255.0 / 112;
        return new YuvWeights(
            format.IsFullRange ? 0 : 16, Fixed(luma),
            Fixed(chroma * (1 - kr)), Fixed(-chroma * (1 - kb) * kb / kg), Fixed(-chroma * (1 - kr) * kr / kg), Fixed(chroma * (1 - kb)));
    }

    private static int Fixed(double value) => (int)Math.Round(value * (1 << Shift));
}
