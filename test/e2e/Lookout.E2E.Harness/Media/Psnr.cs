namespace Lookout.E2E.Harness.Media;

/// <summary>Peak signal-to-noise ratio of 8-bit pictures, in dB.</summary>
public static class Psnr
{
    /// <summary>Of two luma planes of one size.</summary>
    public static double Of(Luma a, Luma b) => Of(a, b, new PixelBox(0, 0, a.Width, a.Height));

    /// <summary>Of one part of two luma planes of one size.</summary>
    public static double Of(Luma a, Luma b, PixelBox part)
    {
        if (a.Width != b.Width || a.Height != b.Height) throw new ArgumentException($"{a.Width}x{a.Height} against {b.Width}x{b.Height}");
        long sum = 0;
        for (int y = part.Y; y < part.Y + part.Height; y++)
        {
            ReadOnlySpan<byte> left = a.Row(y).Slice(part.X, part.Width), right = b.Row(y).Slice(part.X, part.Width);
            for (int x = 0; x < left.Length; x++) sum += (left[x] - right[x]) * (left[x] - right[x]);
        }

        double mean = (double)sum / (part.Width * part.Height);
        return mean == 0 ? double.PositiveInfinity : 10 * Math.Log10(255 * 255 / mean);
    }
}
