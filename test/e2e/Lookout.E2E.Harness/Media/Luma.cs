namespace Lookout.E2E.Harness.Media;

/// <summary>A full-range luma plane, 0 black to 255 white, rows without padding.</summary>
public sealed class Luma(int width, int height, byte[] pixels)
{
    private static readonly byte[] Stretched =
        [.. Enumerable.Range(0, 256).Select(y => (byte)Math.Clamp((int)Math.Round((y - 16) * 255 / 219.0), 0, 255))];

    /// <summary>Pixels a row.</summary>
    public int Width { get; } = width;

    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>One row.</summary>
    public ReadOnlySpan<byte> Row(int y) => pixels.AsSpan(y * Width, Width);

    /// <summary>Stretches a limited-range plane (16..235, BT.601 and BT.709 alike) to full range.</summary>
    public static Luma FromLimitedRange(int width, int height, ReadOnlySpan<byte> y)
    {
        var full = new byte[width * height];
        for (int i = 0; i < full.Length; i++) full[i] = Stretched[y[i]];
        return new Luma(width, height, full);
    }

    /// <summary>A quarter as wide and high, each pixel the mean of sixteen: enough to tell one frame from another.</summary>
    public Luma Quarter()
    {
        int width = Width / 4, height = Height / 4;
        var small = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int sum = 8;
                for (int row = 0; row < 4; row++)
                {
                    foreach (byte pixel in Row(4 * y + row).Slice(4 * x, 4)) sum += pixel;
                }

                small[y * width + x] = (byte)(sum / 16);
            }
        }

        return new Luma(width, height, small);
    }
}
