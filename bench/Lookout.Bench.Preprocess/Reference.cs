using Lookout.Vision;

namespace Lookout.Bench.Preprocess;

/// <summary>The definition in double precision, pixel by pixel: NV12 to planes of red, green and blue of 0..1, margins black.</summary>
internal static class Reference
{
    private delegate double Sampler(ReadOnlySpan<byte> plane, int step, int stride, int width, int height, double x, double y, double ratio);

    public static float[] Fill(in YuvFrame frame, int side, bool isArea)
    {
        Sampler sampler = isArea ? Mean : Bilinear;
        var tensor = new float[3 * side * side];
        double scale = Math.Min((double)side / frame.Width, (double)side / frame.Height);
        int width = (int)Math.Round(frame.Width * scale), height = (int)Math.Round(frame.Height * scale);
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                double x = (column + 0.5) / scale, y = (row + 0.5) / scale;
                double luma = sampler(frame.Y, 1, frame.StrideY, frame.Width, frame.Height, x, y, 1 / scale) - 16;
                double u = sampler(frame.U, 2, frame.StrideU, frame.Width / 2, frame.Height / 2, x / 2, y / 2, 0.5 / scale) - 128;
                double v = sampler(frame.U[1..], 2, frame.StrideU, frame.Width / 2, frame.Height / 2, x / 2, y / 2, 0.5 / scale) - 128;
                int at = ((side - height) / 2 + row) * side + (side - width) / 2 + column;
                tensor[at] = Normalise(1.164384 * luma + 1.596027 * v);
                tensor[at + side * side] = Normalise(1.164384 * luma - 0.391762 * u - 0.812968 * v);
                tensor[at + 2 * side * side] = Normalise(1.164384 * luma + 2.017232 * u);
            }
        }
        return tensor;
    }

    private static double Bilinear(ReadOnlySpan<byte> plane, int step, int stride, int width, int height, double x, double y, double ratio) =>
        Box(plane, step, stride, width, height, x, y, 1);

    private static double Mean(ReadOnlySpan<byte> plane, int step, int stride, int width, int height, double x, double y, double ratio) =>
        Box(plane, step, stride, width, height, x, y, Math.Max(1, ratio));

    // The mean of a box; one that is a sample wide is the line between two samples' centres.
    private static double Box(ReadOnlySpan<byte> plane, int step, int stride, int width, int height, double x, double y, double side)
    {
        double sum = 0;
        for (int row = (int)Math.Floor(y - side / 2); row < y + side / 2; row++)
        {
            double down = Math.Min(row + 1, y + side / 2) - Math.Max(row, y - side / 2);
            for (int column = (int)Math.Floor(x - side / 2); column < x + side / 2; column++)
            {
                double right = Math.Min(column + 1, x + side / 2) - Math.Max(column, x - side / 2);
                sum += down * right * plane[Math.Clamp(row, 0, height - 1) * stride + Math.Clamp(column, 0, width - 1) * step];
            }
        }
        return sum / (side * side);
    }

    private static float Normalise(double sample) => (float)(Math.Clamp(sample, 0, 255) / 255);
}
